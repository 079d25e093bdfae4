import type { ContextPort } from '../../../services/scraper/browser/driver.ts';
import { rebrowserDriver } from '../../../services/scraper/browser/drivers/rebrowser.ts';
import { createWarmBrowser, type WarmBrowser } from '../../../services/scraper/browser/warm-browser.ts';
import { lightBrowser } from '../../support/browser/light-browser.ts';
import { keptLog } from '../../support/browser/log.ts';
import { anyBrowser } from './installed.ts';

interface Limits {
  retireAfter?: number;
  maxMemoryMb?: number;
  contextUses?: number;
}

export const makeWarm = async (limits: Limits = {}): Promise<WarmBrowser> =>
  createWarmBrowser({ driver: rebrowserDriver, located: await lightBrowser(), log: keptLog(), ...limits });

/** With the browser that the product would find: for what depends on the browser. */
export const makeWhole = async (limits: Limits = {}): Promise<WarmBrowser> =>
  createWarmBrowser({ driver: rebrowserDriver, located: await anyBrowser(), log: keptLog(), ...limits });

/** Work that reads the heading of a site's first page. */
export const readTitle =
  (site: { url: string }) =>
  async (context: ContextPort): Promise<string> => {
    const page = await context.newPage();
    await page.goto(site.url);
    return page.locator('h1').innerHTML();
  };
