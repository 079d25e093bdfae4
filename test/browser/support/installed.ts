import { locateBrowser } from '../../../services/scraper/browser/finders/locate.ts';
import type { LocatedBrowser } from '../../../services/scraper/browser/located-browser.ts';

let located: Promise<LocatedBrowser> | undefined;

/** The browser of this machine, found once; as the product finds it, but for CHROMIUM_PATH of the test run. */
export const anyBrowser = (): Promise<LocatedBrowser> => {
  const chromiumPath = process.env.CHROMIUM_PATH;
  located ??= locateBrowser({
    cacheDir: new URL('../../../.data/browser', import.meta.url).pathname,
    ...(chromiumPath === undefined ? {} : { chromiumPath }),
  });
  return located;
};
