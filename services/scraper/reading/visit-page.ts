import { type Failure, type FailureKind, failure } from '../../../shared/contract/outcome.ts';
import { hasBlockSign, hasForm, isBlockPage } from './block-page.ts';
import { likelyFailure, sureFailure } from './failure-words.ts';
import { fold } from './fold.ts';
import { findAll, isBeside, type MarkupNode, parseMarkup, wordsOf } from './markup.ts';
import { readMessage } from './message.ts';

/** A page with more words than this is more than one message, in characters. */
const MAX_WORDS = 600;
/** A longer heading is a text, in characters. */
const MAX_HEADING = 200;

/**
 * What a page is that was asked nothing yet and has not the form that a lookup needs. Words on it are no answer about a
 * person; a page of few words without a form says what is the matter, any other only in its headings.
 *
 * @param form what it lacks
 */
export const readVisit = (html: string, form: string): Failure => {
  const changed = failure('page_changed', `ready: no ${form} on the page`);
  const nodes = parseMarkup(html);
  if (nodes === null) return changed;
  if (hasBlockSign(nodes) || isBlockPage(nodes)) return failure('blocked', 'block page');
  const words = wordsOf(nodes, false).trim();
  const told = hasForm(nodes) || words.length > MAX_WORDS ? null : readMessage(words, '');
  if (told?.kind === 'failure' && TELLING.has(told.failure)) return told;
  const kind = troubleInHeadings(nodes);
  if (kind !== null) return failure(kind, 'told by the page');
  return isEmpty(nodes) ? failure('unrecognised', 'an empty page') : changed;
};

const isEmpty = (nodes: readonly MarkupNode[]): boolean =>
  wordsOf(nodes).trim() === '' &&
  findAll(nodes, ({ name }) => /^(input|iframe|img)$/.test(name)).length === 0;

const TELLING = new Set<FailureKind>(['blocked', 'captcha', 'maintenance', 'network']);

/** Work on the site, or a refusal, that a page tells in its title or headings. */
export const headlineTrouble = (html: string): FailureKind | null => {
  const nodes = parseMarkup(html);
  return nodes === null ? null : troubleInHeadings(nodes);
};

const troubleInHeadings = (nodes: readonly MarkupNode[]): FailureKind | null => {
  for (const heading of findAll(nodes, ({ name }) => /^(title|h[1-4])$/.test(name), isBeside)) {
    const words = fold(wordsOf(heading.children));
    if (words.length > MAX_HEADING || /[¿?]/.test(words)) continue;
    const kind = sureFailure(words) ?? likelyFailure(words);
    if (kind === 'maintenance' || kind === 'blocked') return kind;
  }
  return null;
};
