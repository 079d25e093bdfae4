import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sparticuzFinder } from '../../services/scraper/browser/finders/sparticuz.ts';
import { defaultFinders, type LocatedBrowser, locateBrowser } from '../../services/scraper/browser/locate.ts';

const cacheDir = join(tmpdir(), 'censo-test-browser');

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

/** The same as a value of CHROMIUM_PATH; undefined for one that needs an environment of its own. */
export const lightBrowserPath = async (): Promise<string | undefined> => {
  const { path, env } = await lightBrowser();
  return Object.keys(env).length === 0 ? path : undefined;
};
