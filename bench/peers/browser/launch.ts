import { type Browser, type BrowserContext, chromium } from 'rebrowser-playwright';
import { colombianVisitor } from '../../../services/scraper/browser/context-options.ts';
import { quietPatches } from '../../../services/scraper/browser/drivers/quiet-patches.ts';
import { launchFlags } from '../../../services/scraper/browser/launch-flags.ts';

quietPatches();

const sandbox = process.getuid?.() !== 0;

/** Where the portal's browser is, and how it is started there. */
export const launchOptions = {
  executablePath: process.argv[2] ?? '',
  args: launchFlags({ sandbox }),
  chromiumSandbox: sandbox,
};

/** The portal's browser, with its library and its flags. */
export const launch = (): Promise<Browser> => chromium.launch(launchOptions);

/** A context like the portal's, which looks as Chromium with a window. */
export const openContext = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext(colombianVisitor(`Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/${browser.version()}`));
