import { join } from 'node:path';
import { defaultFinders, locateBrowser } from '../../../services/scraper/browser/finders/locate.ts';
import { sparticuzFinder } from '../../../services/scraper/browser/finders/sparticuz.ts';
import type { LocatedBrowser } from '../../../services/scraper/browser/located-browser.ts';
import { probeVersion } from '../../../services/scraper/browser/probe-version.ts';
import { root } from '../processes/child.ts';

/** Beside what else a run leaves for the next one. */
const cacheDir = join(root, 'node_modules/.cache/browser');

let located: Promise<LocatedBrowser> | undefined;

/**
 * CHROMIUM_PATH, else the headless shell that npm brings, else whatever browser there is: for tests of everything but
 * the browser itself. With the shell a lookup costs a third of what it does with the whole Chromium, which has tests of
 * its own.
 */
export const lightBrowser = (): Promise<LocatedBrowser> => {
  const { CHROMIUM_PATH } = process.env;
  located ??= locateBrowser({
    cacheDir,
    finders: [sparticuzFinder(cacheDir), ...defaultFinders(cacheDir)],
    ...(CHROMIUM_PATH === undefined ? {} : { chromiumPath: CHROMIUM_PATH }),
  });
  return located;
};

const VERSION_TIMEOUT_MS = 15_000;

let tried: Promise<string | undefined> | undefined;

/** The same as a value of CHROMIUM_PATH; undefined for one that does not run without an environment of its own. */
export const lightBrowserPath = (): Promise<string | undefined> => {
  // Once, though every test system asks: a browser is started for it.
  tried ??= lightBrowser().then(({ path }) =>
    probeVersion(path, {}, VERSION_TIMEOUT_MS).then(
      () => path,
      () => undefined,
    ),
  );
  return tried;
};
