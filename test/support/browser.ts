import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { launchFlags } from '../../services/scraper/browser/launch-flags.ts';
import { locateBrowser } from '../../services/scraper/browser/locate.ts';

let launched: Promise<Browser> | undefined;

const launch = async (): Promise<Browser> => {
  const { CHROMIUM_PATH } = process.env;
  const located = await locateBrowser({
    cacheDir: join(tmpdir(), 'censo-test-browser'),
    ...(CHROMIUM_PATH === undefined ? {} : { chromiumPath: CHROMIUM_PATH }),
  });
  return chromium.launch({
    executablePath: located.path,
    args: [...launchFlags(), ...located.args],
    env: { ...process.env, ...located.env } as Record<string, string>,
  });
};

/** A page of a person's own browser: nothing is shared with other pages. One Chromium serves the whole run. */
export const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  launched ??= launch();
  const browser = await launched;
  const context = await browser.newContext({
    locale: 'es-CO',
    viewport: { width: 390, height: 844 },
    ...options,
  });
  return context.newPage();
};

export const closeBrowser = async (): Promise<void> => {
  await (await launched)?.close();
  launched = undefined;
};
