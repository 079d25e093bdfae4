import { presentConfirm } from '../../../../services/gateway/batches/view.ts';
import type { Pages } from '../../../../services/gateway/context.ts';
import { pageQuery } from '../../../../services/gateway/filter/query.ts';
import { presentSheet } from '../../../../services/gateway/referrals/export/sheet-view.ts';
import { presentExport } from '../../../../services/gateway/referrals/export/view.ts';
import { presentDetail, presentList } from '../../../../services/gateway/referrals/view.ts';
import { presentPage, type Summed } from '../../../../services/gateway/summary/view.ts';
import type { ReferralCounts } from '../../../../shared/contract/accounts.ts';
import type { BatchPreview, BatchView } from '../../../../shared/contract/batches.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
import { LEADER, NOW, PERSON, personWith, viewWith } from '../support/views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const LINK = 'https://portal.invalid/register/?ref=ABCD2345';
const PLACE = {
  kind: 'active',
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'I.E. LAS ACACIAS' },
  ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
} as const;

const leader = { id: LEADER.id, nombreCompleto: 'Luz <Inventada> & Cía' };
const ana = personWith({ id: PERSON.id, nombreCompleto: 'Ana <Inventada>' });
const waiting = { user: personWith({ phone: '', role: 'LEADER' }), view: null };
const answered = {
  user: ana,
  view: viewWith({ status: 'ACTIVE', answer: PLACE, answeredAt: AT, mayRefresh: true, refreshableAt: AT }),
};
const failed = {
  user: personWith({ nombreCompleto: 'José Inventado' }),
  view: viewWith({
    ...{ status: 'TIMEOUT', nextAttemptAt: AT, answer: PLACE, mayRefresh: true },
    error: { code: 'timeout', message: 'La página no respondió a tiempo.' },
    hold: { reason: 'paused', message: 'Las consultas están en pausa.', until: null },
  }),
};

const batch: BatchView = {
  ...{ id: '22222222-2222-4222-8222-222222222222', total: 40, done: 12, failed: 1, skipped: 2, waiting: 28 },
  ...{ requestedAt: AT, finishedAt: null, cancelledAt: null, expectedAt: AT, hold: failed.view.hold },
};
const counts = { todos: 41, pendientes: 1, encontrados: 30, novedades: 2, errores: 8 };
const none = { items: [], kept: [], left: [], next: null, previous: null, leader: null, led: {}, counts };
const choice = (...names: string[]) => ({ places: names.map((place) => ({ place, people: 2 })), others: 3 });
const places = {
  municipios: choice('VILLA ESPERANZA, TOLIMA', '<NEIVA>, HUILA'),
  ...{ puestos: choice('I.E. LAS ACACIAS'), mesas: choice('7', '10') },
};
const reader = { actor: LEADER, referralLink: LINK, now: NOW };
const asUser = { ...reader, actor: PERSON };

const preview = (eligible: number, expectedAt: string | null): BatchPreview => ({
  ...{ eligible, expectedAt },
  skipped: { not_allowed: 1, cooldown: 2, in_progress: 0, answered: eligible === 0 ? 246 : 0, final: 1_200 },
});
const sending = { sending: '44444444-4444-4444-8444-444444444444', now: NOW };

const nobody: CensusSummary = {
  ...{ total: 0, answered: 0, active: 0, latestAnswerAt: null },
  statuses: Object.fromEntries(statuses.map((status) => [status, 0])) as CensusSummary['statuses'],
  municipios: { top: [], others: { places: 0, people: 0 } },
  puestos: { top: [], others: { places: 0, people: 0 } },
  days: [{ day: '2026-05-31', answers: 0 }],
};
const somebody: CensusSummary = {
  ...nobody,
  ...{ total: 3, answered: 2, active: 2, latestAnswerAt: AT },
  municipios: {
    top: [{ departamento: 'HUILA', municipio: 'NEIVA', people: 1 }],
    others: { places: 1, people: 1 },
  },
  days: [{ day: '2026-05-31', answers: 2 }],
};
const summed = (census: CensusSummary, counts: ReferralCounts): Summed => ({
  ...{ census, counts, goal: 10, leaders: null },
  growth: { before: 0, days: counts.todos === 0 ? [] : [{ day: '2026-05-30', people: counts.todos }] },
});
const led = {
  items: [
    {
      ...{ ...leader, role: 'LEADER' as const, referralGoal: 40 },
      counts: { ...counts, ocultos: 0 },
    },
    {
      ...{ id: PERSON.id, nombreCompleto: 'Rosa Inventada', role: 'COORDINATOR' as const, referralGoal: 10 },
      counts: { todos: 0, pendientes: 0, encontrados: 0, novedades: 0, errores: 0, ocultos: 0 },
    },
  ],
  total: 2,
};
const summaryReader = { leader: null, administers: false, referralLink: LINK, now: NOW };

/** The pages about those whom somebody referred, as their presenters make them. */
export const referralPages = {
  'referrals/list': [
    presentList(pageQuery({}), { ...none, counts: { todos: 0 } }, null, asUser),
    presentList(pageQuery({}), { ...none, leader }, null, reader),
    presentList(pageQuery({ q: 'nadie "x"' }), none, null, reader),
    presentList(
      pageQuery({
        municipio: 'VILLA ESPERANZA, TOLIMA',
        puesto: 'I.E. LAS ACACIAS',
        filas: 'compacta',
        sort: '-mesa',
      }),
      { ...none, items: [answered, failed], places },
      null,
      reader,
    ),
    presentList(
      pageQuery({ cursor: 'x', lider: LEADER.id, sort: 'name' }),
      { ...none, items: [answered, waiting, failed], next: 'y', leader, led: { [ana.id]: 3 } },
      batch,
      reader,
    ),
    presentList(
      pageQuery({ status: 'errores' }),
      { ...none, items: [failed] },
      { ...batch, done: 40, finishedAt: AT, expectedAt: null },
      reader,
    ),
    presentList(
      pageQuery({}),
      { ...none, items: [{ user: ana, view: null }], counts: { todos: 1 } },
      { ...batch, cancelledAt: AT },
      asUser,
    ),
    presentList(
      pageQuery({ q: 'ana' }),
      { ...none, items: [answered, failed], next: 'y', counts: { todos: 1_000 }, beyond: ['todos'], places },
      null,
      reader,
    ),
  ],
  'referrals/detail': [
    presentDetail({ ...answered, leader: null }, LEADER, NOW, LINK),
    presentDetail({ ...failed, leader }, LEADER, NOW, LINK),
    presentDetail({ ...waiting, leader: null }, PERSON, NOW, LINK),
  ],
  'referrals/export': [
    presentExport(pageQuery({}), { total: 0, mayRead: false, leaderName: null }),
    presentExport(pageQuery({ q: 'ana & luz', lider: LEADER.id }), {
      ...{ total: 1_150, mayRead: true, leaderName: leader.nombreCompleto },
    }),
  ],
  'referrals/sheet': [
    presentSheet([], { filter: pageQuery({}), leaderName: null, isCut: false, now: NOW }),
    presentSheet(
      [
        {
          user: ana,
          answer: { userId: ana.id, status: 'ACTIVE', answer: PLACE, answeredAt: AT, error: null },
        },
        { user: personWith({ phone: '' }), answer: null },
      ],
      { filter: pageQuery({ lider: LEADER.id }), leaderName: leader.nombreCompleto, isCut: true, now: NOW },
    ),
  ],
  'batches/confirm': [
    presentConfirm({ kind: 'people', answered: false, ids: [PERSON.id, LEADER.id] }, preview(2, AT), sending),
    presentConfirm(
      { kind: 'all', answered: true, filter: { status: 'errores', q: '"x"' } },
      preview(900, null),
      sending,
    ),
    presentConfirm(
      { kind: 'all', answered: false, filter: { status: 'todos', q: '' } },
      preview(0, null),
      sending,
    ),
  ],
  'summary/summary': [
    presentPage(summed(nobody, { todos: 0 }), summaryReader),
    presentPage(summed(nobody, { todos: 0 }), { ...summaryReader, leader }),
    presentPage(summed(somebody, { ...counts, ocultos: 2 }), { ...summaryReader, leader }),
    presentPage({ ...summed(somebody, counts), leaders: led }, summaryReader),
    presentPage(
      { ...summed(nobody, { todos: 0 }), leaders: { ...led, total: 200 } },
      { ...summaryReader, administers: true },
    ),
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
