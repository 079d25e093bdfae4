import { shareOf } from '../../../services/gateway/account/share.ts';
import { presentCard } from '../../../services/gateway/answer/card.ts';
import type { Pages } from '../../../services/gateway/context.ts';
import { presentDeadLetters } from '../../../services/gateway/lookups/dead-letters.ts';
import { presentLookups } from '../../../services/gateway/lookups/lookups-view.ts';
import { presentStatus } from '../../../services/gateway/lookups/status.ts';
import { presentAttempt } from '../../../services/gateway/people/history.ts';
import { roleOptions } from '../../../services/gateway/people/roles.ts';
import { actionOptions, presentEntry } from '../../../services/gateway/people/trail-view.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { DeadLetter } from '../../../shared/contract/dead-letters.ts';
import type { LookupsState } from '../../../shared/contract/lookups.ts';
import { referralPages } from './referrals/page-samples.ts';
import { NOW, PERSON, personWith, viewWith } from './views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const PLACE = {
  kind: 'active',
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'I.E. LAS ACACIAS' },
  ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
} as const;

const card = (change: Partial<CensusView> = {}) => presentCard(viewWith(change), PERSON, NOW);
const answered = card({ status: 'ACTIVE', answer: PLACE, answeredAt: AT, mayRefresh: true });
const waiting = card({
  queue: { position: 3, expectedAt: AT },
  hold: { reason: 'paused', message: 'Las consultas están en pausa.', until: null },
});
const failed = card({
  status: 'TIMEOUT',
  error: { code: 'timeout', message: 'La página no respondió a tiempo.' },
  nextAttemptAt: AT,
  answer: PLACE,
  mayRefresh: true,
  refreshableAt: AT,
});

const person = { ...personWith({ id: PERSON.id, nombreCompleto: 'Ana <Inventada> & Cía' }) };
const named = { id: PERSON.id, nombreCompleto: 'Ana Inventada' };
const inviter = { code: 'ABCD2345', firstName: 'Lucía' };
const refused = {
  fields: { cedula: 'La cédula debe tener de 6 a 10 dígitos.' },
  message: 'Revise los datos.',
};

const lookups: LookupsState = {
  hold: null,
  pause: null,
  lanes: [],
  workers: [],
  queue: { person: 0, single: 0, bulk: 0, scheduled: 0, later: 0, running: 0, oldestDueAt: null },
  statuses: {} as LookupsState['statuses'],
  pace: { intervalMs: 5_060, lookupMs: 1_940, lastDepartureAt: null },
  operations: [],
};
const lane = { name: 'directa', reason: null, refusals: 0, failing: 0, openUntil: null, lastUsedAt: null };
const letter: DeadLetter = {
  ...{ id: 'accounts-12', event: 'user.registered', userId: null },
  ...{ error: 'DriverException 22P02', tries: 10, since: AT },
};

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

/** What each page is given, as its presenter makes it: with little, and with all that it may show. */
export const pageSamples: { [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] } = {
  'account/home': [
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: answered,
      reloads: false,
      total: 1,
      goal: 1,
      share: shareOf('https://c.co/?ref=A'),
    },
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: waiting,
      reloads: true,
      total: 0,
      goal: 2,
      share: shareOf('https://c.co/?ref=A'),
    },
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: null,
      reloads: false,
      total: 0,
      goal: 1,
      share: shareOf('https://c.co/?ref=A'),
    },
  ],
  'account/login': [
    { title: 'Ingresar', next: '/', inviter: null, values: {}, fields: {}, remember: false },
    { title: 'Ingresar', next: '/perfil/', inviter, values: { cedula: '12' }, ...refused, remember: true },
  ],
  'account/logout': [{ title: 'Salir' }],
  'account/password': [
    { title: 'Cambiar contraseña', fields: {} },
    { title: 'Cambiar contraseña', fields: { password2: 'Las dos no son iguales.' }, message: 'Revise.' },
  ],
  'account/policy': [
    { title: 'Política', inviter: null },
    { title: 'Política', inviter },
  ],
  'account/profile': [
    { title: 'Mi perfil', card: answered, reloads: false },
    { title: 'Mi perfil', card: waiting, reloads: true },
    { title: 'Mi perfil', card: failed, reloads: true },
    { title: 'Mi perfil', card: null, reloads: false },
  ],
  'account/profile-edit': [
    {
      title: 'Editar mis datos',
      values: { nombre_completo: 'Ana', phone: '300', referral_goal: '10' },
      fields: {},
    },
    { title: 'Editar mis datos', values: {}, fields: { phone: 'Faltan dígitos.' }, message: 'Revise.' },
  ],
  'account/register': [
    { title: 'Registrarse', inviter: null, values: { ref: '' }, fields: {} },
    {
      title: 'Registrarse',
      inviter: { ...inviter, firstName: null },
      values: { ref: 'ABCD2345' },
      fields: {},
    },
    { title: 'Registrarse', inviter, values: { cedula: '12', ref: 'ABCD2345' }, ...refused },
  ],
  'lookups/lookups': [
    { title: 'Consultas', lookups: presentLookups(lookups, NOW), deadLetters: null, form: {} },
    {
      title: 'Consultas',
      lookups: presentLookups(
        {
          ...lookups,
          lanes: [
            { ...lane, circuit: 'closed' },
            { ...lane, name: 'otra', circuit: 'open', reason: 'blocked', openUntil: AT },
          ],
          workers: [{ name: 'scraper-1', slots: 3, trouble: null, seenAt: AT }],
          operations: [{ at: AT, by: PERSON.id, kind: 'pause', detail: 'Revisión' }],
        },
        NOW,
      ),
      deadLetters: presentDeadLetters({ total: 25, items: [letter, { ...letter, userId: PERSON.id }] }, NOW),
      form: { reason: 'x', error: 'Escriba un motivo de al menos 3 letras.' },
    },
    {
      title: 'Consultas',
      lookups: presentLookups(
        {
          ...lookups,
          hold: { reason: 'paused', message: '', until: AT },
          pause: { since: AT, reason: 'Revisión' },
        },
        NOW,
      ),
      deadLetters: presentDeadLetters({ total: 1, items: [letter] }, NOW),
      form: {},
    },
  ],
  'lookups/status': (['answering', 'failing', 'held', 'quiet'] as const).map((state) => ({
    title: 'Estado del servicio',
    status: presentStatus(
      {
        ...{ state, lastAnswerAt: null, waiting: 2, expectedAt: null, intervalMs: 5_000 },
        hold: state === 'held' ? { reason: 'paused', message: 'En pausa.', until: null } : null,
      },
      NOW,
    ),
  })) as [Pages['lookups/status']],
  'people/trail': [
    {
      ...{ title: 'Auditoría', entries: [], persona: undefined, nextUrl: null, narrowed: false },
      actionOptions: actionOptions(undefined),
    },
    {
      ...{ title: 'Auditoría', entries: [entry, byPortal], persona: PERSON.id, narrowed: true },
      nextUrl: '/admin/auditoria/?cursor=x&action=user.read',
      actionOptions: actionOptions('user.read'),
    },
    {
      ...{ title: 'Auditoría', entries: [], persona: PERSON.id, nextUrl: null, narrowed: true },
      actionOptions: actionOptions('user.read'),
    },
  ],
  'people/user': [
    {
      ...{ title: person.nombreCompleto, person: { ...person, roleName: 'Persona' }, referrer: named },
      ...{ referrals: 2, card: { ...answered, refreshAction: null }, attempts, entries: [entry] },
      mayChangeRole: true,
      form: {
        reason: 'x',
        fields: { role: 'Elija un rol.', reason: 'Falta.' },
        roleOptions: roleOptions('LEADER'),
      },
    },
    {
      ...{
        title: person.nombreCompleto,
        person: { ...person, phone: '', roleName: 'Persona' },
        referrer: null,
      },
      ...{ referrals: 0, card: null, attempts: [], entries: [], mayChangeRole: false },
      form: { reason: '', fields: {}, roleOptions: roleOptions('USER') },
    },
  ],
  'people/users': [
    {
      ...{ title: 'Usuarios', rows: [{ ...person, roleName: 'Persona' }], query: { q: 'ana "b"' } },
      ...{ roleOptions: roleOptions('LEADER'), nextUrl: '/admin/usuarios/?cursor=x', narrowed: true },
    },
    {
      ...{ title: 'Usuarios', rows: [], query: { q: '' }, roleOptions: roleOptions(undefined) },
      ...{ nextUrl: null, narrowed: false },
    },
  ],
  ...referralPages,
  'web/error': [
    { title: 'Algo falló', message: 'Intente de nuevo.', code: 'internal', retryAfterS: undefined },
    { title: 'Espere un momento', message: 'Espere.', code: 'rate_limited', retryAfterS: 30 },
  ],
};
