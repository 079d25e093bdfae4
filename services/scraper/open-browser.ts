import { join } from 'node:path';
import type { Config } from '../../shared/config/config.ts';
import type { BrowserLog } from './browser/browser-log.ts';
import { locateBrowser } from './browser/finders/locate.ts';
import { sweepProfiles } from './browser/profile-sweep.ts';
import { createWarmBrowser, type WarmBrowser } from './browser/warm-browser.ts';
import { loadDriver } from './plugins/drivers.ts';

interface OpenedBrowser {
  browser: WarmBrowser;
  /** Path of its program. */
  program: string;
}

/**
 * Finds the browser of this machine and makes it ready to start; what killed workers left is removed.
 *
 * @throws AppError when there is none, or not the one that the configuration names
 */
export const openBrowser = async (
  { browser, chromiumPath, dataDir }: Pick<Config, 'browser' | 'chromiumPath' | 'dataDir'>,
  log: BrowserLog & { info(message: string): void },
): Promise<OpenedBrowser> => {
  const { removed } = await sweepProfiles();
  if (removed.length > 0) log.info(`removed ${removed.length} profile folders of killed workers`);
  const located = await locateBrowser({
    cacheDir: join(dataDir, 'browser'),
    ...(chromiumPath === undefined ? {} : { chromiumPath }),
  });
  log.info(`browser: ${located.version} at ${located.path} (${located.origin})`);
  const warm = createWarmBrowser({
    driver: await loadDriver(browser.driver),
    located,
    headless: !browser.headed,
    sandbox: browser.sandbox,
    retireAfter: browser.maxLookups,
    maxMemoryMb: browser.maxMemoryMb,
    log,
  });
  return { browser: warm, program: located.path };
};
