import type { FormProfile } from '../form/form-profile.ts';
import { createFormSource } from '../form/form-source.ts';
import { PAGE_PARTS } from '../form/page-parts.ts';
import { readConsultaAnswer } from './read-answer.ts';

/**
 * consultacenso.registraduria.gov.co, the default source (seen since January 2026).
 * `GET /back/api/elecciones` fills the list; 0 is "LUGAR DE VOTACION ACTUAL".
 */
export const consultacensoProfile: FormProfile = {
  name: 'consultacenso',
  hosts: PAGE_PARTS,
  cedulaField: '#consultaForm #documento',
  electionField: '#consultaForm #eleccion',
  currentPlace: '0',
  submit: '#submitBtn',
  // Guessed, as is that the table may stand elsewhere.
  regions: ['#resultado', '#success', 'table#consulta >> xpath=..'],
  isQuery: (url) => url.pathname.endsWith('/back/api/consulta'),
  read: readConsultaAnswer,
};

export const consultacenso = createFormSource(consultacensoProfile);
