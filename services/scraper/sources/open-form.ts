import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { hasChallengeScript, mayChange } from '../reading/block-page.ts';
import { readDocument } from '../reading/document.ts';
import { parseMarkup } from '../reading/markup.ts';
import { appears, contentOf } from './page-looks.ts';
import type { Patience } from './patience.ts';
import type { PageMeans } from './source.ts';
import { weighStatus } from './weigh-status.ts';

type Visit = Pick<PageMeans, 'page' | 'url' | 'keep'>;

const LOOK_MS = 1_000;

/**
 * Opens the page and waits for its form. A page without one is read as soon as it cannot change any more, or has
 * said the same known thing twice.
 *
 * @returns null, or what the visit came to when there is no form: blocked, maintenance or not recognised
 */
export const openForm = async (
  { page, url, keep }: Visit,
  { cedula, form, patience }: { cedula: string; form: string; patience: Patience },
  signal: AbortSignal,
): Promise<Outcome | null> => {
  const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 });
  const end = performance.now() + patience.formMs;
  let before: string | null = null;
  for (;;) {
    if (await appears(page, form, Math.min(LOOK_MS, patience.formMs))) return null;
    signal.throwIfAborted();
    const html = await contentOf(page);
    if (html !== null) {
      const outcome = weighStatus(onlyFailure(readDocument(html, cedula), form), response?.status() ?? 0);
      if (isFinal(html, outcome, before) || performance.now() > end) {
        keep(html);
        return outcome;
      }
    }
    before = html;
    if (performance.now() > end) return failure('unrecognised', `no ${form}, and a page that does not rest`);
  }
};

/** Words on a page that was asked nothing yet are no answer about a person. */
const onlyFailure = (outcome: Outcome, form: string): Outcome => {
  const known = outcome.kind === 'failure' && outcome.failure !== 'wrong_person';
  if (known && outcome.failure !== 'unrecognised') return outcome;
  return failure('unrecognised', `no ${form} on the page`);
};

/** Nothing is final that was not seen twice: on a busy machine the browser may still show the page before. */
const isFinal = (html: string, outcome: Outcome, before: string | null): boolean => {
  const nodes = html === before ? parseMarkup(html) : null;
  if (nodes === null || EMPTY.test(html)) return false;
  if (!mayChange(nodes)) return true;
  // A challenge lets the visitor in by itself when its script is content.
  if (hasChallengeScript(nodes)) return false;
  return outcome.kind === 'failure' && outcome.failure !== 'unrecognised';
};

const EMPTY = /<body[^>]*>\s*<\/body>/i;
