import type { Clock } from '../../../shared/time/clock.ts';
import { colombianVisitor } from './context-options.ts';
import type { BrowserPort } from './driver.ts';
import { fulfilsWithin } from './fulfils-within.ts';

/** A port of this machine that nobody listens on: the answer is a refusal, at once. */
const NOWHERE = 'http://127.0.0.1:65535/';
/** The whole of it takes 0.2 s; a browser in which it hangs is found out by its first lookup, with its own deadline. */
const TIMEOUT_MS = 2_000;

/**
 * Starts a new browser's network process, so that the first lookup leaves as promptly as later ones: cold, its first
 * request was measured 60 ms late, which the pace of the next one would not know.
 */
export const startNetwork = async (browser: BrowserPort, clock: Clock): Promise<void> => {
  await fulfilsWithin(visitNowhere(browser), TIMEOUT_MS, clock);
};

const visitNowhere = async (browser: BrowserPort): Promise<void> => {
  const context = await browser.newContext(colombianVisitor(browser.userAgent));
  try {
    const page = await context.newPage();
    // It fails by design; whatever else is wrong with this browser its first lookup will tell.
    await page.goto(NOWHERE, { timeout: TIMEOUT_MS }).catch(() => undefined);
  } finally {
    await context.close();
  }
};
