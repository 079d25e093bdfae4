import { expect } from 'chai';
import type { BrowserDriver, BrowserPort } from '../../../../services/scraper/browser/driver.ts';
import type { LocatedBrowser } from '../../../../services/scraper/browser/located-browser.ts';
import { createWarmBrowser } from '../../../../services/scraper/browser/warm-browser.ts';
import { fakeContext } from '../../../support/browser/fake-context.ts';
import { keptLog } from '../../../support/browser/log.ts';
import { withContext } from '../../../support/browser/with-context.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => {});
const located: LocatedBrowser = { path: '/fake', origin: 'installed', version: '1.2.3.4', env: {}, args: [] };

/** A library whose browsers do what a frozen process does: they answer nothing. */
const frozenDriver = (closeBrowser: (killed: Promise<void>) => Promise<void>) => {
  const killed: number[] = [];
  let pid = 0;
  const launch = async (): Promise<BrowserPort> => {
    pid += 1;
    const own = pid;
    const dead = Promise.withResolvers<void>();
    const context = fakeContext({ route: hang, close: hang });
    return {
      pid: own,
      userAgent: 'Fake/1.0',
      version: () => '1.2.3.4',
      isConnected: () => true,
      newContext: async () => context,
      on: () => undefined,
      close: () => closeBrowser(dead.promise),
      kill: () => {
        killed.push(own);
        dead.resolve();
      },
    };
  };
  const driver: BrowserDriver = { name: 'frozen', launch };
  return { driver, killed };
};

describe('A browser that hangs', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = createFakeClock();
  });

  it('is given up when a context does not close: the answer comes all the same, the next call gets another', async () => {
    const { driver } = frozenDriver(async () => undefined);
    const warm = createWarmBrowser({ driver, located, log: keptLog(), clock });
    expect(await clock.run(withContext(warm, async () => 'answer', never))).to.equal('answer');
    expect(warm.stats()).to.include({ launched: 1, retired: 1, open: 0 });

    const second = await clock.run(withContext(warm, async () => warm.stats().pid, never));
    expect(second).to.equal(2);
    await clock.run(warm.close());
  });

  it('is killed when it does not close', async () => {
    const { driver, killed } = frozenDriver((dead) => dead);
    const log = keptLog();
    const warm = createWarmBrowser({ driver, located, log, clock });
    const started = Promise.withResolvers<void>();
    const call = withContext(
      warm,
      () => {
        started.resolve();
        return hang();
      },
      never,
    );
    call.catch(() => undefined); // browser_closed, which another test is about
    await clock.run(started.promise);
    await clock.run(warm.close());
    expect(killed).to.deep.equal([1]);
    expect(log.messages).to.include('browser did not close and is killed');
    await clock.pass(5_000);
    expect(warm.stats().open, 'in use').to.equal(0);
  });
});
