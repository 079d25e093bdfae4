import type { Pages } from '../../../../services/gateway/context.ts';
import { presentAttempt } from '../../../../services/gateway/people/history.ts';
import { roleOptions } from '../../../../services/gateway/people/roles.ts';
import { actionOptions, presentEntry } from '../../../../services/gateway/people/trail-view.ts';
import { stateOptions } from '../../../../services/gateway/people/users.ts';
import { NOW, PERSON, personWith } from '../support/views.ts';
import { answered } from './cards.ts';

const AT = '2026-05-31T14:00:00.000Z';
const person = {
  ...personWith({ id: PERSON.id, nombreCompleto: 'Ana <Inventada> & Cía' }),
  suspendedAt: null,
  phoneConfirmed: false,
};
const named = { id: PERSON.id, nombreCompleto: 'Ana Inventada' };

const entry = presentEntry(
  {
    ...{ id: '1', at: AT, actor: named, action: 'user.role', ip: '192.0.2.1' },
    ...{ subjects: { total: 3, first: [named, named] }, detail: 'USER → LEADER: coordina un grupo' },
  },
  NOW,
);
const byPortal = presentEntry(
  {
    id: '2',
    at: AT,
    actor: null,
    action: 'user.create',
    subjects: { total: 0, first: [] },
    ip: '',
    detail: '',
  },
  NOW,
);
const attempt = {
  ...{ leaseId: '22222222-2222-4222-8222-222222222222', attempt: 1, startedAt: AT, detail: null },
  ...{ source: 'consultacenso', lane: 'directa', worker: 'scraper-1', traceId: null, hasEvidence: false },
};
const attempts = [
  presentAttempt(PERSON.id, { ...attempt, finishedAt: null, durationMs: null, outcome: null }, NOW),
  presentAttempt(
    PERSON.id,
    {
      ...{ ...attempt, finishedAt: AT, durationMs: 1_940, outcome: 'unrecognised', hasEvidence: true },
      ...{ detail: 'no table', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
    },
    NOW,
  ),
];

const asked = { cedula: '', desde: '', hasta: '2026-11-22' };

/** The pages of `people`. */
export const peoplePages = {
  'people/trail': [
    {
      ...{ title: 'Auditoría', entries: [], persona: undefined, nextUrl: null, narrowed: false },
      exportUrl: '/admin/auditoria/exportar.csv',
      ...{ asked, problems: {} },
      actionOptions: actionOptions(undefined),
    },
    {
      ...{ title: 'Auditoría', entries: [entry, byPortal], persona: PERSON.id, narrowed: true },
      nextUrl: '/admin/auditoria/?cursor=x&action=user.read',
      exportUrl: '/admin/auditoria/exportar.csv',
      ...{ asked, problems: {} },
      actionOptions: actionOptions('user.read'),
    },
    {
      ...{ title: 'Auditoría', entries: [], persona: PERSON.id, nextUrl: null, narrowed: true },
      exportUrl: null,
      ...{
        asked: { ...asked, cedula: '12345' },
        problems: { cedula: 'No entendimos la cédula: revise el número.' },
      },
      actionOptions: actionOptions('user.read'),
    },
  ],
  'people/user': [
    {
      ...{ title: person.nombreCompleto, person: { ...person, roleName: 'Persona' }, referrer: named },
      dispute: { requestId: person.id, since: '3 mar 2026', topic: 'corregir un dato' },
      ...{ referrals: 2, card: { ...answered, refreshAction: null }, attempts, entries: [entry] },
      factor: { since: '3 de marzo', mayReset: true, reason: 'Perdió', problem: 'Escriba el motivo.' },
      recovery: { mayRecover: true, reason: 'x', problem: 'Escriba el motivo.' },
      ...{ mayChangeRole: true, maySuspend: true, suspension: {}, mayErase: true, erasure: {} },
      ...{ mayCorrect: true },
      correction: { what: 'cedula', value: '12', reason: '', fields: { cedula: 'Muy corta.' } },
      form: {
        reason: 'x',
        fields: { role: 'Elija un rol.', reason: 'Falta.' },
        roleOptions: roleOptions('LEADER'),
      },
    },
    {
      ...{
        title: person.nombreCompleto,
        person: { ...person, phone: '', roleName: 'Persona', suspendedAt: AT },
        referrer: null,
      },
      recovery: { mayRecover: false },
      factor: { since: null, mayReset: false, reason: '', problem: undefined },
      dispute: null,
      ...{ referrals: 0, card: null, attempts: [], entries: [], mayChangeRole: false, maySuspend: true },
      ...{ mayCorrect: false, correction: null },
      suspension: { reason: 'x', error: 'Escriba el motivo.' },
      ...{ mayErase: true, erasure: { reason: 'x', error: 'Escriba el motivo.', unconfirmed: true } },
      form: { reason: '', fields: {}, roleOptions: roleOptions('USER') },
    },
  ],
  'people/users': [
    {
      stateOptions: stateOptions('suspended'),
      ...{
        title: 'Usuarios',
        rows: [{ ...person, roleName: 'Persona', suspendedAt: AT }],
        query: { q: 'ana "b"' },
      },
      ...{ roleOptions: roleOptions('LEADER'), nextUrl: '/admin/usuarios/?cursor=x', narrowed: true },
    },
    {
      ...{ title: 'Usuarios', rows: [], query: { q: '' }, roleOptions: roleOptions(undefined) },
      stateOptions: stateOptions(undefined),
      ...{ nextUrl: null, narrowed: false },
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
