import { expect } from 'chai';
import { shareOf } from '../../../../services/gateway/account/share.ts';
import { waitingText } from '../../../../services/gateway/answer/progress.ts';
import { presentBatch, presentConfirm } from '../../../../services/gateway/batches/view.ts';
import { pageQuery } from '../../../../services/gateway/filter/query.ts';
import { presentDeadLetters } from '../../../../services/gateway/lookups/dead-letters.ts';
import { presentLookups } from '../../../../services/gateway/lookups/lookups-view.ts';
import { presentStatus } from '../../../../services/gateway/lookups/status.ts';
import { presentEntry } from '../../../../services/gateway/people/trail-view.ts';
import { presentList } from '../../../../services/gateway/referrals/view.ts';
import { presentPage } from '../../../../services/gateway/summary/view.ts';
import { presentElection } from '../../../../services/gateway/ui/election.ts';
import { formatDuration } from '../../../../services/gateway/ui/format.ts';
import { createRenderer, type Frame } from '../../../../services/gateway/ui/render.ts';
import type { AuditEntry } from '../../../../shared/contract/audit.ts';
import type { BatchView } from '../../../../shared/contract/batches.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { ServiceStatus } from '../../../../shared/contract/lookups.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
import { inWords } from '../../../../shared/time/wait-words.ts';
import { answered } from '../samples/cards.ts';
import { pageSamples } from '../samples/page-samples.ts';
import { LEADER, NOW, personWith, viewWith } from '../support/views.ts';

const render = createRenderer({ url: (name) => name }, true);
const frame: Frame = {
  ...{ user: personWith({ role: 'ADMIN' }), path: '/', simulatedData: false, csrf: () => '', notice: null },
  ...{ enrolBy: null, isOverdue: false, askedAgain: false, allErasedOn: null, election: null },
  may: { listReferred: true, readReferred: true, operate: true, administer: true },
};
const AT = NOW.toISOString();

const lane = { name: 'directa', reason: null, openUntil: null, since: null, lastUsedAt: null } as const;
const statusWith = (n: number): ServiceStatus => ({
  ...{ state: 'answering', hold: null, lastAnswerAt: AT, waiting: n, intervalMs: n * 1_000 },
  expectedAt: new Date(NOW.getTime() + n * 60_000).toISOString(),
});
const dayBefore = (n: number): Date => new Date(Date.parse('2026-05-31T15:00:00Z') - n * 24 * 3_600_000);
const visited = (times: number): AuditEntry => ({
  ...{ id: '1', at: AT, actor: null, action: 'referrals.list', ip: '', detail: '' },
  ...{ subjects: { total: times, first: [] }, visit: { times, from: AT } },
});

/** Pages that count, each with so many of everything. */
const pagesWith = (n: number): string[] => {
  const counts = { todos: n + 1, pendientes: n, encontrados: n, novedades: n, errores: n, ocultos: n };
  const items = [{ user: personWith(), view: viewWith({ mayRefresh: true, status: 'ERROR' }) }];
  const found = { items, kept: [], left: [], next: null, previous: null, leader: null, led: {}, counts };
  const batch: BatchView = {
    ...{ id: LEADER.id, total: n, done: n, failed: n, skipped: n, waiting: n, requestedAt: AT },
    ...{ finishedAt: null, cancelledAt: null, expectedAt: null, hold: null },
  };
  const list = presentList(
    pageQuery({}),
    found,
    { ...batch, cancelledAt: AT },
    { actor: LEADER, referralLink: '', now: NOW },
  );
  const skipped = { not_allowed: n, cooldown: n, in_progress: n, answered: n, final: n };
  const confirm = presentConfirm(
    { kind: 'all', answered: true, filter: { status: 'todos', q: '' } },
    { eligible: n, skipped, expectedAt: AT },
    { sending: '', now: NOW },
  );
  const summary: CensusSummary = {
    ...{ total: n, answered: n, active: n, latestAnswerAt: AT },
    statuses: Object.fromEntries(statuses.map((status) => [status, n])) as CensusSummary['statuses'],
    municipios: {
      top: [{ departamento: 'HUILA', municipio: 'NEIVA', people: n }],
      others: { places: n, people: n },
    },
    puestos: { top: [], others: { places: n, people: n } },
    days: [{ day: '2026-05-31', answers: n }],
  };
  const lookups = presentLookups(
    {
      ...{ hold: null, pause: null, emptyAt: null, operations: [], statuses: summary.statuses },
      lanes: [
        { ...lane, circuit: 'closed', refusals: n, failing: n },
        { ...lane, name: 'otra', circuit: 'open', reason: 'blocked', openUntil: AT, refusals: n, failing: n },
      ],
      workers: [{ name: 'scraper-1', slots: n, trouble: null, seenAt: AT }],
      queue: { person: n, single: n, bulk: n, scheduled: n, later: n, running: n, oldestDueAt: AT },
      pace: { intervalMs: n * 1_000, lookupMs: n * 1_000, lastDepartureAt: AT },
      lastHour: [{ from: AT, answered: n, failed: n, ours: n }],
    },
    new Map(),
    NOW,
  );
  const letters = presentDeadLetters(
    {
      total: n,
      items: n === 0 ? [] : [{ id: 'x', event: 'message', userId: null, error: 'E', tries: n, since: AT }],
    },
    NOW,
  );
  const [, myData] = pageSamples['my-data/my-data'];
  const [profile] = pageSamples['account/profile'];
  if (myData === undefined) throw new Error('no sample');
  const led = { id: LEADER.id, nombreCompleto: 'Ana', role: 'LEADER', referralGoal: n } as const;
  const [erase] = pageSamples['my-data/erase'];
  const [security] = pageSamples['security/security'];
  const home = { title: 'Inicio', firstName: 'Ana', card: answered, reloads: false, share: shareOf('x') };
  return [
    render('referrals/list', { ...frame, ...list, unanswered: n, answered: n }),
    render('batches/confirm', { ...frame, ...confirm }),
    render('account/home', { ...frame, ...home, total: n, goal: 2 * n }),
    render('summary/summary', {
      ...frame,
      ...presentPage(
        {
          ...{
            census: summary,
            counts,
            goal: n,
            growth: { before: 0, days: [{ day: '2026-05-31', people: n }] },
          },
          leaders: { items: [{ ...led, counts: { ...counts } }], total: n },
        },
        { leader: null, administers: true, referralLink: '', now: NOW },
      ),
    }),
    render('my-data/erase', { ...frame, ...erase, referrals: n }),
    render('security/security', { ...frame, ...security, codesLeft: n }),
    presentBatch(batch, NOW).notes.join(' '),
    render('lookups/lookups', { ...frame, title: '', lookups, deadLetters: letters, form: {} }),
    render('lookups/home', { ...frame, title: '', firstName: 'Ana', lookups, putAside: n }),
    render('lookups/status', { ...frame, title: '', status: presentStatus(statusWith(n), NOW) }),
    render('my-data/my-data', { ...frame, ...myData, account: { ...myData.account, referrals: n } }),
    render('account/profile', { ...frame, user: personWith({ referralGoal: n }), ...profile }),
    [
      inWords(n),
      formatDuration(n * 60_000),
      ...[0, 1, 2, 60, 120].map((minutes) => formatDuration((minutes + n) * 60_000)),
      presentElection({ name: 'Elecciones', day: '2026-05-31' }, dayBefore(n))?.until ?? '',
      ...[waitingText(viewWith({ queue: { position: n + 1, expectedAt: null } }), NOW) ?? ''],
      presentEntry(visited(n), NOW).what,
    ].join(' | '),
  ].map((html) =>
    html.replace(/<(?:script|style|svg)[\s\S]*?<\/(?:script|style|svg)>|<[^>]+>/g, ' ').replace(/\s+/g, ' '),
  );
};

const NOUNS: Record<string, string> = {
  persona: 'personas',
  consulta: 'consultas',
  respuesta: 'respuestas',
  referido: 'referidos',
  día: 'días',
  vez: 'veces',
  evento: 'eventos',
  segundo: 'segundos',
  minuto: 'minutos',
  hora: 'horas',
  rechazo: 'rechazos',
  intento: 'intentos',
  puesto: 'puestos',
  municipio: 'municipios',
  sesión: 'sesiones',
  equipo: 'equipos',
};

/** What one of something does not do. */
const VERBS = [
  'necesitaban',
  'podían',
  'compartieron',
  'prefieren',
  'tienen',
  'coinciden',
  'habían',
  'conservan',
  'quedan',
];
/** Words that end in "s" and are not many. */
const NOT_MANY = ['más', 'menos', 'es', 'tras', 'después'];

describe('Whatever is counted', () => {
  for (const n of [0, 1, 2])
    it(`is said as one says ${n}`, () => {
      const wrong = n === 1 ? Object.values(NOUNS) : Object.keys(NOUNS);
      // "1–25 de 1", "0 de 2 personas": the noun goes with the last number.
      const said = new RegExp(`(?<![\\d.,] de |[\\d.,])\\b${n} (?:${wrong.join('|')})(?![\\p{L}])`, 'u');
      for (const page of pagesWith(n))
        expect(page.match(said)?.[0] ?? null, page.slice(0, 60)).to.equal(null);
      for (const page of n === 1 ? pagesWith(1) : []) {
        const many = [
          ...page.matchAll(/(?<![\d.,:–-]|[\d.,] de |hacia las |a las )\b1 (\p{Ll}+s)(?!\p{L})/gu),
        ]
          .map(([, word = '']) => word)
          .filter((word) => !NOT_MANY.includes(word));
        expect(many, page.slice(0, 60)).to.deep.equal([]);
        const doing = new RegExp(
          `(?<![\\d.,])\\b1 \\p{L}+[^.,:;|]{0,30} (?:${VERBS.join('|')})(?!\\p{L})`,
          'u',
        );
        expect(page.match(doing)?.[0] ?? null, page.slice(0, 60)).to.equal(null);
      }
      const verb =
        n === 1
          ? /\b(?:Faltan|Le faltan|Le quedan) 1\b(?! de)/
          : new RegExp(`\\b(?:Falta|Le falta|Le queda) ${n}\\b`);
      for (const page of pagesWith(n))
        expect(page.match(verb)?.[0] ?? null, page.slice(0, 60)).to.equal(null);
    });
});
