import type { Outcome } from '../../../../shared/contract/outcome.ts';
import type { PagePort } from '../../browser/driver.ts';
import { mayChange } from '../../reading/block-page.ts';
import { readDocument } from '../../reading/document.ts';
import { parseMarkup } from '../../reading/markup.ts';
import { readRegion } from '../../reading/region.ts';
import { contentOf, countOf, insideOf } from './page-looks.ts';
import type { Visit } from './visit.ts';

/** What a page shows, and what it means. */
export interface Shown {
  html: string;
  outcome: Outcome;
}

export interface ShownOptions {
  cedula: string;
  /** Where the page shows its answer. */
  regions: readonly string[];
  /** The form's field: without it another page has taken the form's place. */
  form: string;
  /** What the region had before the question. */
  before: string;
  /** How long words that nobody knows may stay before they are the answer, in milliseconds. */
  unknownMs: number;
  /** While the page waits for something, they are none ("Consultando…"). */
  isWaiting?: () => boolean;
}

const LOOK_MS = 250;
/** A failure that is told in words stays this long before it is believed: an answer may follow. */
const STEADY_MS = 1_000;

/**
 * Looks at the page until it shows an answer: the way for answers that nobody can read on the network. An answer
 * about the person counts at once, a failure when it stays.
 *
 * @throws the signal's reason, which is the only other end
 */
export const shownAnswer = async (
  { page, time }: Pick<Visit, 'page' | 'time'>,
  options: ShownOptions,
  signal: AbortSignal,
): Promise<Shown> => {
  let last: string | undefined;
  let since = time.worked();
  for (;;) {
    signal.throwIfAborted();
    const shown = await look(page, options);
    const known = shown !== null && !isUnknown(shown);
    if (shown?.html !== last || (!known && options.isWaiting?.() === true)) {
      last = shown?.html;
      since = time.worked();
    }
    if (shown !== null && time.worked() - since >= patienceFor(shown, options)) return shown;
    await time.wait(LOOK_MS, signal);
  }
};

const isUnknown = ({ outcome }: Shown): boolean =>
  outcome.kind === 'failure' && outcome.failure === 'unrecognised';

const patienceFor = ({ outcome, html }: Shown, { unknownMs }: ShownOptions): number => {
  if (outcome.kind !== 'failure') return 0;
  if (!isUnknown({ outcome, html })) return STEADY_MS;
  const nodes = /<(html|body)\b/i.test(html) ? parseMarkup(html) : null;
  return nodes !== null && !mayChange(nodes) ? STEADY_MS : unknownMs;
};

const look = async (
  page: PagePort,
  { cedula, regions, form, before }: ShownOptions,
): Promise<Shown | null> => {
  const inside = await insideOf(page, regions);
  if (inside !== '' && inside !== before) return { html: inside, outcome: readRegion(inside, cedula) };
  if ((await countOf(page, form)) > 0) return null;
  const html = await contentOf(page);
  return html === null ? null : { html, outcome: readDocument(html, cedula) };
};
