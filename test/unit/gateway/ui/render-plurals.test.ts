import { expect } from 'chai';
import { shareOf } from '../../../../services/gateway/account/share.ts';
import { presentBatch, presentConfirm } from '../../../../services/gateway/batches/view.ts';
import { pageQuery } from '../../../../services/gateway/filter/query.ts';
import { presentList } from '../../../../services/gateway/referrals/view.ts';
import { presentPage } from '../../../../services/gateway/summary/view.ts';
import { createRenderer, type Frame } from '../../../../services/gateway/ui/render.ts';
import type { BatchView } from '../../../../shared/contract/batches.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
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
  const [erase] = pageSamples['my-data/erase'];
  const [security] = pageSamples['security/security'];
  const home = { title: 'Inicio', firstName: 'Ana', card: answered, reloads: false, share: shareOf('x') };
  return [
    render('referrals/list', { ...frame, ...list, unanswered: n, answered: n }),
    render('batches/confirm', { ...frame, ...confirm }),
    render('account/home', { ...frame, ...home, total: n, goal: 2 * n }),
    render('summary/summary', {
      ...frame,
      ...presentPage(summary, { goal: n, now: NOW, referred: n }, { leader: null, referralLink: '' }),
    }),
    render('my-data/erase', { ...frame, ...erase, referrals: n }),
    render('security/security', { ...frame, ...security, codesLeft: n }),
    presentBatch(batch, NOW).notes.join(' '),
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
};

describe('Whatever is counted', () => {
  for (const n of [0, 1, 2])
    it(`is said as one says ${n}`, () => {
      const wrong = n === 1 ? Object.values(NOUNS) : Object.keys(NOUNS);
      // "1–25 de 1", "0 de 2 personas": the noun goes with the last number.
      const said = new RegExp(`(?<![\\d.,] de |[\\d.,])\\b${n} (?:${wrong.join('|')})(?![\\p{L}])`, 'u');
      for (const page of pagesWith(n))
        expect(page.match(said)?.[0] ?? null, page.slice(0, 60)).to.equal(null);
      const verb =
        n === 1
          ? /\b(?:Faltan|Le faltan|Le quedan) 1\b(?! de)/
          : new RegExp(`\\b(?:Falta|Le falta|Le queda) ${n}\\b`);
      for (const page of pagesWith(n))
        expect(page.match(verb)?.[0] ?? null, page.slice(0, 60)).to.equal(null);
    });
});
