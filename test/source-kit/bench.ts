import { rebrowserDriver } from '../../services/scraper/browser/drivers/rebrowser.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { type Simulator, startSimulator } from '../../services/simulator/server.ts';
import { lightBrowser } from '../support/browser/light-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { withContext } from '../support/browser/with-context.ts';
import { HANG_MS } from '../support/eventually.ts';
import type { Bench } from './source-kit.ts';

/** Starts a simulator and a warm browser for the tests of one file. `path` is the page's path there. */
export const useBench = (): ((path: string) => Bench) => {
  let simulator: Simulator;
  let browser: WarmBrowser;
  before(async () => {
    simulator = await startSimulator({ delayMs: 0 });
    browser = createWarmBrowser({ driver: rebrowserDriver, located: await lightBrowser(), log: keptLog() });
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
  });
  return (path) => ({
    simulator,
    url: simulator.origin + path,
    withPage: (work) =>
      withContext(browser, async (context) => work(await context.newPage()), AbortSignal.timeout(HANG_MS)),
  });
};
