import type { PagePort } from '../../browser/driver.ts';
import { isTimeout } from '../explain.ts';

const ELEMENT_TIMEOUT_MS = 2_000;

/** @returns null while the page is between two documents */
export const contentOf = (page: PagePort): Promise<string | null> => page.content().catch(whileNavigating);

/** What is inside the first of these regions that has something; empty when none has. */
export const insideOf = async (page: PagePort, regions: readonly string[]): Promise<string> => {
  for (const region of regions) {
    if ((await countOf(page, region)) === 0) continue;
    const inside = page.locator(region).first().innerHTML({ timeout: ELEMENT_TIMEOUT_MS });
    const html = (await inside.catch(whileNavigating))?.trim() ?? '';
    if (html !== '') return html;
  }
  return '';
};

/** How many elements fit; 0 while the page is between two documents. */
export const countOf = async (page: PagePort, selector: string): Promise<number> =>
  (await page.locator(selector).count().catch(whileNavigating)) ?? 0;

/** Waits for an element; @returns whether it came within the time, in milliseconds. */
export const appears = async (page: PagePort, selector: string, timeout: number): Promise<boolean> => {
  try {
    await page.locator(selector).first().waitFor({ state: 'attached', timeout });
    return true;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return false;
  }
};

/** A page that is just going elsewhere cannot be read; it can in a moment. Any other error is one. */
const whileNavigating = (error: unknown): null => {
  const told = error instanceof Error ? error.message : '';
  if (isTimeout(error) || /navigating|context was destroyed|Cannot find context/i.test(told)) return null;
  throw error;
};
