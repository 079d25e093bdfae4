import { expect } from 'chai';
import type { BrowserDriver, ContextPort } from '../../services/scraper/browser/driver.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { loadDriver } from '../../services/scraper/plugins/drivers.ts';
import { lightBrowser } from '../support/browser/light-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { processesOf, profilesIn, usePrivateTmp } from '../support/browser/private-tmp.ts';
import { withContext } from '../support/browser/with-context.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { useSite } from './support/site.ts';

const never = new AbortController().signal;

describe('A browser that is killed', () => {
  const tmp = usePrivateTmp(() => warm.close());
  const site = useSite();
  const log = keptLog();
  let warm: WarmBrowser;

  const kill = (): void => {
    const { pid } = warm.stats();
    if (pid === undefined) throw new Error('no browser to kill');
    process.kill(pid, 'SIGKILL');
  };
  const titleOf = async (context: ContextPort): Promise<string | null> => {
    const page = await context.newPage();
    await page.goto(site.url);
    return page.locator('h1').innerHTML();
  };

  const start = async (driver: BrowserDriver): Promise<void> => {
    warm = createWarmBrowser({ driver, located: await lightBrowser(), log });
  };

  withEveryDriver((_name, loaded) => {
    beforeEach(() => start(loaded.driver));

    it('fails everybody in flight, whatever they wait for, and the next call gets a new one', async () => {
      const ready = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const waiting = withContext(
        warm,
        async (context) => {
          const page = await context.newPage();
          await page.goto(site.url);
          ready[0]?.resolve();
          await page.locator('#never').waitFor({ timeout: HANG_MS });
        },
        never,
      );
      const deaf = withContext(
        warm,
        () => {
          ready[1]?.resolve();
          return new Promise<never>(() => {});
        },
        never,
      );
      await Promise.all(ready.map(({ promise }) => promise));

      kill();
      const errors = await Promise.all([waiting, deaf].map(failureOf));

      expect(errors.map(({ code }) => code)).to.deep.equal(['browser_crash', 'browser_crash']);
      expect(await withContext(warm, titleOf, never)).to.equal('Censo');
      expect(warm.stats()).to.include({ launched: 2, crashed: 1, open: 0 });
      expect(log.messages).to.include('browser crashed');
    });
  });

  it('is replaced when it died while nobody used it', async () => {
    await start(await loadDriver('rebrowser'));
    await withContext(warm, titleOf, never);
    kill();
    expect(await withContext(warm, titleOf, never).catch(() => withContext(warm, titleOf, never))).to.equal(
      'Censo',
    );
    expect(warm.stats()).to.include({ launched: 2, crashed: 1 });
  });

  it('leaves no process and no profile', async () => {
    await start(await loadDriver('rebrowser'));
    await withContext(warm, titleOf, never);
    kill();
    await eventually('no process is left', () => processesOf(tmp.path).length === 0);
    await eventually('no profile is left', async () => (await profilesIn(tmp.path)).length === 0);
  });
});
