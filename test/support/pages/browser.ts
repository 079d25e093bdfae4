import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { unconfined } from '../../../services/scraper/browser/confinement/confinement.ts';
import { launchFlags } from '../../../services/scraper/browser/launch-flags.ts';
import { lightBrowser } from '../browser/light-browser.ts';
import { HANG_MS } from '../eventually.ts';

let launched: Promise<Browser> | undefined;

/** A page stays in the process of the empty one that it begins as, and a context's pages share it: to start one more is a tenth of a second. */
const FEW_PROCESSES = '--renderer-process-limit=1';

const launch = async (): Promise<Browser> => {
  const located = await lightBrowser();
  return chromium.launch({
    executablePath: located.path,
    args: [...launchFlags(unconfined()), ...located.args, FEW_PROCESSES],
    env: { ...process.env, ...located.env } as Record<string, string>,
  });
};

/**
 * A page of a person's own browser: nothing is shared with other pages. One Chromium serves the whole run: the headless
 * shell, which has the same engine and costs half as much.
 */
export const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  launched ??= launch();
  const browser = await launched;
  const context = await browser.newContext({
    locale: 'es-CO',
    viewport: { width: 390, height: 844 },
    // A process more for each page; what is about the worker asks for it.
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(HANG_MS);
  return context.newPage();
};

export const closeBrowser = async (): Promise<void> => {
  await (await launched)?.close();
  launched = undefined;
};
