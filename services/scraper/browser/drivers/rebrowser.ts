import { type Browser, chromium } from 'rebrowser-playwright';
import type { BrowserDriver, BrowserPort } from '../driver.ts';
import { browserModeRefused } from '../errors.ts';
import { killGroup } from '../kill-group.ts';
import { NO_SANDBOX } from '../launch-flags.ts';
import { quietPatches } from './quiet-patches.ts';

/** The one mode of the patches in which every function that the product uses works (design, "Drivers"). */
const WORKING_MODE = 'addBinding';

const assertWorkingMode = (): void => {
  const mode = process.env.REBROWSER_PATCHES_RUNTIME_FIX_MODE;
  if (mode !== undefined && mode !== WORKING_MODE) throw browserModeRefused(mode);
};

/** The library tells nobody the process id of what it started, so the browser is asked. */
const pidOf = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const main = processInfo.find((info) => info.type === 'browser');
  if (main === undefined) throw new Error('SystemInfo.getProcessInfo names no browser process');
  return main.id;
};

const portOf = (browser: Browser, pid: number): BrowserPort => ({
  pid,
  version: () => browser.version(),
  isConnected: () => browser.isConnected(),
  newContext: (options) => browser.newContext(options),
  on: (event, listener) => browser.on(event, listener),
  close: () => browser.close(),
  // While it is connected the process lives, so the number cannot have passed to another one.
  kill: () => {
    if (browser.isConnected()) killGroup(pid);
  },
});

/** The default driver: Playwright 1.52 with patches against being recognised; drives Chromium 153 and 156. */
export const rebrowserDriver: BrowserDriver = {
  name: 'rebrowser-playwright',
  launch: async ({ executablePath, args, env, headless, timeout }) => {
    assertWorkingMode();
    quietPatches();
    const browser = await chromium.launch({
      executablePath,
      args: [...args],
      env: { ...env },
      headless,
      timeout,
      // Playwright leaves the sandbox out unless told.
      chromiumSandbox: !args.includes(NO_SANDBOX),
      // The process that holds the browser decides when it ends; its close() is part of that.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    try {
      return portOf(browser, await pidOf(browser));
    } catch (error) {
      await browser.close();
      throw error;
    }
  },
};
