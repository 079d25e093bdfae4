import type { Outcome } from '../../../shared/contract/outcome.ts';
import { failure } from '../../../shared/contract/outcome.ts';
import { isTimeout } from '../lookup/explain.ts';
import { isBlockPage } from '../reading/block-page.ts';
import { readMessage } from '../reading/message.ts';
import { textOf } from '../reading/result-table.ts';
import type { PageMeans } from './source.ts';

type Visit = Pick<PageMeans, 'page' | 'url'> & { cedula: string };

/** How long a page may take to show its form after it has loaded, in milliseconds. */
const FORM_TIMEOUT_MS = 20_000;

/**
 * Opens the page and waits for its form.
 *
 * @returns null, or what the visit came to when there is no form: blocked, maintenance or not recognised
 */
export const openForm = async ({ page, url, cedula }: Visit, formReady: string): Promise<Outcome | null> => {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 });
  try {
    await page.locator(formReady).first().waitFor({ state: 'attached', timeout: FORM_TIMEOUT_MS });
    return null;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const html = await page.content();
    if (isBlockPage(html)) return failure('blocked', 'block page instead of the form');
    const told = readMessage(textOf(html), cedula);
    // Only a failure: words on a page without its form are no answer about a person.
    if (told?.kind === 'failure') return told;
    return failure('unrecognised', `no ${formReady} on the page`);
  }
};
