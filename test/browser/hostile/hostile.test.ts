import { expect } from 'chai';
import { rebrowserDriver } from '../../../services/scraper/browser/drivers/rebrowser.ts';
import { createWarmBrowser, type WarmBrowser } from '../../../services/scraper/browser/warm-browser.ts';
import { noSolver } from '../../../services/scraper/captcha/none.ts';
import { STOPPED } from '../../../services/scraper/lookup/lookup.ts';
import { openLookup } from '../../../services/scraper/lookup/open-lookup.ts';
import { createPace } from '../../../services/scraper/pace/pace.ts';
import { consultacensoProfile } from '../../../services/scraper/sources/consultacenso/consultacenso.ts';
import { createFormSource } from '../../../services/scraper/sources/form/form-source.ts';
import { PATIENCE, type Patience } from '../../../services/scraper/sources/form/patience.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { lightBrowser } from '../../support/browser/light-browser.ts';
import { keptLog } from '../../support/browser/log.ts';
import { ACTIVE, CEDULA } from '../../support/official/fixture.ts';
import { afterwards } from './afterwards.ts';
import type { HostilePage } from './hostile-page.ts';
import { useHostileSite } from './hostile-site.ts';
import { killTabs } from './kill-tabs.ts';
import { queries, whileAsked } from './queries.ts';
import { changes, visits } from './visits.ts';

const PAGES = [...visits, ...changes, ...queries, ...afterwards];

const LEASE = {
  ...{ leaseId: 'l', userId: 'u', attempt: 1, maxAttempts: 3 },
  ...{ lane: 'directa', traceId: 't', expiresAt: '' },
};

/** Much, for a busy machine; pages that never end get less. */
const DEADLINE_MS = 30_000;
const SHORT_DEADLINE_MS = 3_000;
/** Megabytes take their time to be laid out. */
const LARGE_DEADLINE_MS = 40_000;
const GRACE_MS = 3_000;

/** The product's own, without the wait for a widget that comes late: none of these pages has one. */
const PATIENT: Patience = { ...PATIENCE, widgetMs: 0 };
/** Short, for pages that never show a form; those that do, or are large, get the product's own. */
const IMPATIENT: Patience = {
  ...PATIENCE,
  ...{ readyMs: 4_000, quietMs: 800, gateMs: 800, fillMs: 1_500, widgetMs: 0, submitMs: 2_000 },
  ...{ unknownMs: 2_000, shownMs: 2_000 },
};

describe('A hostile page', () => {
  const site = useHostileSite(Object.fromEntries(PAGES.map(({ name, behaviour }) => [name, behaviour])));
  const pace = createPace({ store: undefined, spacingMs: 0, notBefore: () => 0 });
  const never = new AbortController().signal;
  let browser: WarmBrowser;
  before(async () => {
    const located = await lightBrowser();
    browser = createWarmBrowser({ driver: rebrowserDriver, located, log: keptLog(), contextUses: 20 });
  });
  after(() => browser.close());
  // As the system does when memory runs out: the browser lives, its tabs do not.
  whileAsked(() => void killTabs(browser.stats().pid ?? 0));

  const lookup = async (name: string, { deadlineMs = DEADLINE_MS, patience = PATIENT } = {}) => {
    const plugin = createFormSource(consultacensoProfile, patience);
    const url = site.url(name);
    const lane = { name: 'directa', proxy: null };
    await using opened = await openLookup({ browser, pace, plugin, solver: noSolver, lane, url, deadlineMs });
    const trip = { turn: await pace.turn('page', never), queried: () => {} };
    const lease = { ...LEASE, cedula: CEDULA };
    const begun = performance.now();
    const result = await opened.run(lease, trip, never);
    const outcome = result === STOPPED ? STOPPED : result.outcome;
    return { outcome, ms: performance.now() - begun };
  };

  const isLarge = (name: string): boolean => name.includes('large');
  const deadlineFor = (name: string, ends: boolean): number => {
    if (ends) return SHORT_DEADLINE_MS;
    return isLarge(name) ? LARGE_DEADLINE_MS : DEADLINE_MS;
  };

  const patienceFor = (page: HostilePage): Patience => {
    if (page.ends === 'active' || page.ends === 'not_found' || isLarge(page.name)) return PATIENT;
    // They all send their form, however busy the machine.
    const { readyMs, fillMs, submitMs } = queries.includes(page) ? PATIENT : IMPATIENT;
    return { ...IMPATIENT, readyMs, fillMs, submitMs };
  };

  /** What takes a tab, a connection or much memory with it; what only says something is followed by the next page here. */
  const shakes = ({ name, ends }: HostilePage): boolean =>
    isLarge(name) ||
    afterwards.some((page) => page.name === name) ||
    typeof ends !== 'string' ||
    ['timeout', 'network', 'browser_crash'].includes(ends);

  for (const page of PAGES) {
    const { name, what, ends } = page;
    const told = typeof ends === 'string' ? ends : ends.join(' or ');
    it(`${what}: ${told}${shakes(page) ? ', and the next lookup works' : ''}`, async () => {
      const deadlineMs = deadlineFor(name, ends.includes('timeout'));
      const { outcome, ms } = await lookup(name, {
        deadlineMs,
        patience: patienceFor(page),
      });

      const kinds: readonly (FailureKind | 'active' | 'not_found')[] =
        typeof ends === 'string' ? [ends] : ends;
      const found = typeof outcome === 'string' || outcome.kind !== 'failure' ? outcome : outcome.failure;
      if (kinds[0] === 'active') expect(outcome).to.deep.equal(ACTIVE);
      else if (kinds[0] === 'not_found') expect(outcome).to.deep.equal({ kind: 'not_found' });
      else expect(found, JSON.stringify(outcome)).to.be.oneOf([...kinds]);
      expect(ms, 'ms').to.be.below(deadlineMs + GRACE_MS);
      if (shakes(page)) expect((await lookup('good')).outcome, 'the next one').to.deep.equal(ACTIVE);
    });
  }

  it('that has answered costs no browser, whatever it does afterwards', async () => {
    const { launched, retired } = browser.stats();
    for (const { name } of afterwards) await lookup(name);
    expect(browser.stats()).to.include({ launched, retired });
  });

  it('of whatever kind leaves a browser by which the next lookup works', async () => {
    expect((await lookup('good')).outcome).to.deep.equal(ACTIVE);
    expect(browser.stats()).to.include({ open: 0 });
  });
});
