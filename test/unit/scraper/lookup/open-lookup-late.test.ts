import { expect } from 'chai';
import type { BrowserPort, OwnedContextPort, PagePort } from '../../../../services/scraper/browser/driver.ts';
import type { LocatedBrowser } from '../../../../services/scraper/browser/located-browser.ts';
import { createWarmBrowser } from '../../../../services/scraper/browser/warm-browser.ts';
import { noSolver } from '../../../../services/scraper/captcha/none.ts';
import { openLookup } from '../../../../services/scraper/lookup/open-lookup.ts';
import { createPace } from '../../../../services/scraper/pace/pace.ts';
import type { SourcePlugin } from '../../../../services/scraper/sources/source.ts';
import { fakeContext } from '../../../support/browser/fake-context.ts';
import { keptLog } from '../../../support/browser/log.ts';
import { failureOf } from '../../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

/** A lookup may take 45 s to open: what takes this long comes 3 s too late. */
const TOO_LONG_MS = 48_000;
const located: LocatedBrowser = { path: '/fake', origin: 'installed', version: '1.2.3.4', env: {}, args: [] };
const plugin: SourcePlugin = {
  name: 'never asked',
  via: 'browser',
  open: () => ({ lookup: () => Promise.reject(new Error('it was asked')) }),
};

describe('A lookup that opens too late', () => {
  let clock: FakeClock;
  let opened: number;
  let closed: number;

  beforeEach(() => {
    clock = createFakeClock();
    opened = 0;
    closed = 0;
  });

  /** A browser that is slow to open its first context (it starts its network with one before), or a page. */
  const slowBrowser = (slow: { contextMs?: number; pageMs?: number; routeMs?: number }) => {
    const page = { goto: async () => null } as unknown as PagePort; // nothing else is asked of it
    let contexts = 0;
    const newContext = async (): Promise<OwnedContextPort> => {
      contexts += 1;
      if (contexts > 1) await clock.wait(slow.contextMs ?? 0);
      opened += 1;
      return fakeContext({
        newPage: () => clock.wait(contexts > 1 ? (slow.pageMs ?? 0) : 0).then(() => page),
        route: () => clock.wait(slow.routeMs ?? 0),
        close: async () => {
          closed += 1;
        },
      });
    };
    const browser: BrowserPort = {
      pid: 1,
      userAgent: 'Fake/1.0',
      version: () => '1.2.3.4',
      isConnected: () => true,
      newContext,
      on: () => undefined,
      close: async () => undefined,
      kill: () => undefined,
    };
    const driver = { name: 'slow', launch: async () => browser };
    return createWarmBrowser({ driver, located, log: keptLog(), clock });
  };

  const slowParts = { context: 'contextMs', page: 'pageMs', 'way for its requests': 'routeMs' } as const;
  for (const [what, part] of Object.entries(slowParts))
    it(`for its ${what} fails in time, and leaves no context behind when that comes after all`, async () => {
      const browser = slowBrowser({ [part]: TOO_LONG_MS });
      const opening = openLookup({
        browser,
        pace: createPace({ store: undefined, spacingMs: 0, notBefore: () => 0 }),
        plugin,
        solver: noSolver,
        lane: { name: 'directa', proxy: null },
        url: 'https://censo.example.com/',
        deadlineMs: 120_000,
        clock,
      });
      expect(await clock.run(failureOf(opening))).to.include({ name: 'DeadlineError' });
      expect(clock.elapsed()).to.be.below(TOO_LONG_MS);

      await clock.pass(TOO_LONG_MS);
      expect(opened).to.be.above(1);
      expect(closed).to.equal(opened);
      expect(browser.stats()).to.include({ open: 0, retired: 0 });
      expect(clock.waiting(), 'nothing is left behind').to.equal(0);
    });
});
