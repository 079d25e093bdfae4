import type { FormProfile } from '../form/form-profile.ts';
import { createFormSource } from '../form/form-source.ts';
import { PAGE_PARTS } from '../form/page-parts.ts';
import { readWspAnswer } from './read-answer.ts';

/** wsp.registraduria.gov.co, the older page (seen). -1 is "LUGAR DE VOTACIÓN ACTUAL...". */
const wspProfile: FormProfile = {
  name: 'wsp',
  hosts: PAGE_PARTS,
  cedulaField: '#form #nuip',
  electionField: '#form #tipo',
  currentPlace: '-1',
  submit: '#form #enviar',
  regions: ['#success'],
  isQuery: (url, page) => url.pathname === page.pathname,
  read: readWspAnswer,
};

export const wsp = createFormSource(wspProfile);
