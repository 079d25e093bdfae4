import type { Pages } from '../../../../services/gateway/context.ts';
import { sections } from '../../../../services/gateway/my-data/sections.ts';
import { presentConsent, presentLookup, presentVisit } from '../../../../services/gateway/my-data/view.ts';
import { NOW } from '../support/views.ts';
import { places } from './cards.ts';

const AT = '2026-05-31T14:00:00.000Z';
const LATER = '2026-05-31T14:40:00.000Z';

const visit = presentVisit({
  by: { kind: 'person', name: 'Lidia Líder', role: 'LEADER' },
  ...{ from: AT, until: LATER, actions: ['referrals.list', 'referral.read'], times: 12 },
});
const consent = {
  ...({ purpose: 'lookup', policyVersion: '2026-11-26', textHash: null, channel: 'web' } as const),
  ...{ grantedAt: AT, withdrawnAt: null, ip: '192.0.2.7', userAgent: '' },
};
const lookup = { startedAt: AT, finishedAt: AT, outcome: 'active', source: 'consultacenso' } as const;
const account = {
  referrer: 'Lidia Líder',
  referrals: 1,
  sessions: 2,
  devices: 1,
  factors: 1,
  openClaims: [AT],
};
const nothing = { rows: [], more: false };

/** The pages of `my-data`. */
export const myDataPages = {
  'my-data/my-data': [
    {
      ...{ title: 'Mis datos', retention: null },
      account: { ...account, referrer: null, referrals: 0, factors: 0, openClaims: [] },
      ...{ consents: [], visits: nothing, lookups: nothing, places: [], sections },
    },
    {
      ...{ title: 'Mis datos', retention: 'Sus datos se borran el 1 de junio.' },
      account,
      consents: [presentConsent(consent), presentConsent({ ...consent, withdrawnAt: LATER })],
      visits: { rows: [visit], more: true },
      lookups: { rows: [presentLookup(lookup, NOW)], more: true },
      ...{ places, sections },
    },
  ],
  'my-data/visits': [
    { title: 'Quién vio mis datos', visits: [], nextUrl: null },
    {
      title: 'Quién vio mis datos',
      visits: [
        visit,
        presentVisit({
          ...{ by: { kind: 'administration' }, from: AT, until: AT, actions: ['user.read'], times: 1 },
        }),
      ],
      nextUrl: '/mis-datos/visitas/?cursor=7',
    },
  ],
  'my-data/lookups': [
    { title: 'Mis consultas', lookups: [], nextUrl: null },
    {
      title: 'Mis consultas',
      lookups: [
        presentLookup(lookup, NOW),
        presentLookup({ startedAt: AT, finishedAt: null, outcome: null, source: null }, NOW),
      ],
      nextUrl: '/mis-datos/consultas/?cursor=x',
    },
  ],
  'my-data/take': [{ title: 'Descargar mis datos' }],
  'my-data/correct': [
    {
      ...{ title: 'Corregir mis datos', referrer: null, mayCorrectReferrer: true, fields: {} },
      values: { nombre_completo: 'Ana Inventada', phone: '300 123 4567' },
    },
    {
      ...{ title: 'Corregir mis datos', referrer: 'Lidia Líder', mayCorrectReferrer: true },
      ...{ fields: { ref: 'No es un código.' }, message: 'No es un código.' },
      values: { nombre_completo: 'Ana Inventada', phone: '300 123 4567', ref: 'xx' },
    },
    {
      ...{ title: 'Corregir mis datos', referrer: 'Lidia Líder', mayCorrectReferrer: false, fields: {} },
      values: { nombre_completo: 'Ana Inventada', phone: '300 123 4567' },
    },
  ],
  'my-data/erase': [
    { title: 'Borrar mis datos', referrals: 0, unconfirmed: false },
    { title: 'Borrar mis datos', referrals: 12, unconfirmed: true, message: 'Es la última persona.' },
  ],
  'my-data/erased': [{ title: 'Cuenta borrada' }],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
