import { join } from 'node:path';
import type { Config } from '../../shared/config/config.ts';
import type { BrowserLog } from './browser/browser-log.ts';
import { locateBrowser } from './browser/finders/locate.ts';
import { sweepProfiles } from './browser/profile-sweep.ts';
import { confine } from './browser/trial/confine.ts';
import { probeConfinement } from './browser/trial/probe-confinement.ts';
import { confinementWarning, describeConfinement } from './browser/trial/words.ts';
import { createWarmBrowser, type WarmBrowser } from './browser/warm-browser.ts';
import { lateDriver, loadDriver } from './plugins/drivers.ts';

interface OpenedBrowser {
  browser: WarmBrowser;
  /** Path of its program. */
  program: string;
}

/**
 * Finds the browser of this machine and makes it ready to start; what killed workers left is removed.
 *
 * @param used false for a source without a browser: then its library is not loaded, and nobody tries how it can be shut in
 * @param rules which hosts it may ask, for each browser that is started
 * @throws AppError when there is none, not the one that the configuration names, or not the confinement that it demands
 */
export const openBrowser = async (
  { browser, chromiumPath, dataDir }: Pick<Config, 'browser' | 'chromiumPath' | 'dataDir'>,
  { used, rules }: { used: boolean; rules: () => Promise<string> },
  log: BrowserLog & Record<'info' | 'warn', (message: string) => void>,
): Promise<OpenedBrowser> => {
  const { removed } = await sweepProfiles({ uids: [process.getuid?.(), browser.uid] });
  if (removed.length > 0) log.info(`removed ${removed.length} profile folders of killed workers`);
  const located = await locateBrowser({
    cacheDir: join(dataDir, 'browser'),
    ...(chromiumPath === undefined ? {} : { chromiumPath }),
  });
  log.info(`browser: ${located.version} at ${located.path} (${located.origin})`);
  const driver = used ? await loadDriver(browser.driver) : lateDriver(browser.driver);
  const confined = used ? await confine(browser, (one) => probeConfinement(driver, located, one)) : undefined;
  if (confined !== undefined) {
    const warning = confinementWarning(confined);
    if (warning === null) log.info(`browser confined: ${describeConfinement(confined.confinement)}`);
    else log.warn(warning);
  }
  const warm = createWarmBrowser({
    driver,
    located,
    headless: !browser.headed,
    ...(confined && { confinement: confined.confinement }),
    rules,
    retireAfter: browser.maxLookups,
    contextUses: browser.contextLookups,
    maxMemoryMb: browser.maxMemoryMb,
    log,
  });
  return { browser: warm, program: located.path };
};
