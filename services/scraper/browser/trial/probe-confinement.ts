import { systemClock } from '../../../../shared/time/clock.ts';
import { browserEnv } from '../browser-env.ts';
import type { Confinement } from '../confinement/confinement.ts';
import { startCommand } from '../confinement/start-command.ts';
import { colombianVisitor } from '../context-options.ts';
import type { BrowserDriver, BrowserPort } from '../driver.ts';
import { fulfilsWithin } from '../fulfils-within.ts';
import { launchFlags } from '../launch-flags.ts';
import type { LocatedBrowser } from '../located-browser.ts';

const LAUNCH_TIMEOUT_MS = 20_000;
const PAGE_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;
const REASON_LENGTH = 160;

/**
 * Starts a browser in this confinement as the product does, and has a tab of its own process show a page. A Chromium that
 * was not told to go without its sandbox does not start where it cannot have it, so what shows a page has it.
 *
 * @returns null, or why it does not work here, in one line
 */
export const probeConfinement = async (
  driver: BrowserDriver,
  located: Pick<LocatedBrowser, 'path' | 'env' | 'args'>,
  { separation, sandbox }: Confinement,
): Promise<string | null> => {
  const { program, env } = startCommand(located.path, separation, browserEnv(located.env));
  const args = [...launchFlags({ sandbox }), ...located.args];
  let browser: BrowserPort;
  try {
    browser = await driver.launch({
      ...{ executablePath: program, args, env, headless: true },
      timeout: LAUNCH_TIMEOUT_MS,
    });
  } catch (error) {
    return whyOf(error);
  }
  try {
    return (await fulfilsWithin(showPage(browser), PAGE_TIMEOUT_MS, systemClock))
      ? null
      : 'no muestra ninguna página';
  } catch (error) {
    return whyOf(error);
  } finally {
    if (!(await fulfilsWithin(browser.close(), CLOSE_TIMEOUT_MS, systemClock).catch(() => false)))
      browser.kill();
  }
};

const showPage = async (browser: BrowserPort): Promise<void> => {
  const context = await browser.newContext(colombianVisitor(browser.userAgent));
  const page = await context.newPage();
  await page.goto('data:text/html,<p>sana</p>', { timeout: PAGE_TIMEOUT_MS });
  await context.close();
};

/** The first line that names a cause: what follows it is of what broke afterwards. */
const CAUSE =
  /No usable sandbox|namespace|not permitted|denied|execvp|not found|setpriv|unshare|start-apart/i;

/** Of the library's words, which have all that the browser printed, each line with a prefix. */
const whyOf = (error: unknown): string => {
  const told = error instanceof Error ? error.message : String(error);
  const lines = told
    .split('\n')
    .map((line) =>
      line
        .replace(/^.*\[err\]\s*|^\s*-\s*/, '')
        .replace(/^\[[^\]]*\]\s*/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('<launching>'));
  return (lines.find((line) => CAUSE.test(line)) ?? lines[0] ?? '').slice(0, REASON_LENGTH);
};
