import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { hasForm, isBlockPage } from './block-page.ts';
import { findAll, isBeside, type MarkupNode, parseMarkup, wordsOf } from './markup.ts';
import { namesOnly, readMessage } from './message.ts';
import { isWhole, readRegionNodes, tooLarge } from './region.ts';

/** Where the pages show their answer: `#success` seen, `#resultado` guessed. */
const REGIONS = new Set(['success', 'resultado']);

/** A page with more words than this is more than one message, in characters. */
const MAX_WORDS = 600;

/**
 * Reads a whole document, or a body that came where JSON was expected. An answer about the person is only what
 * stands in the result region, or a page that is nothing but a message which names the document; words in help
 * texts, forms and scripts decide nothing.
 */
export const readDocument = (html: string, cedula: string): Outcome => {
  // What JSON says between its quotes is no markup.
  if (/^\s*[{[]/.test(html)) return failure('unrecognised', 'broken JSON');
  const nodes = parseMarkup(html);
  if (nodes === null) return tooLarge();
  const region = regionOf(nodes);
  if (region !== null) return readRegionNodes(region, isWhole(html), cedula);
  if (isBlockPage(nodes)) return failure('blocked', 'block page');
  if (hasForm(nodes)) return failure('unrecognised', 'a page with a form and no answer');
  const words = wordsOf(nodes, false).trim();
  const told = words.length > MAX_WORDS ? null : readMessage(words, cedula);
  if (told?.kind === 'failure' || (told !== null && namesOnly(words, cedula))) return told;
  return failure('unrecognised', 'neither an answer nor a known page');
};

/** @returns what is in the result region; the result table alone is one; null when there is none, or an empty one */
const regionOf = (nodes: readonly MarkupNode[]): readonly MarkupNode[] | null => {
  const regions = findAll(nodes, ({ attribs }) => REGIONS.has(attribs.id ?? ''), isBeside);
  const [region] = regions;
  if (region !== undefined && (regions.length > 1 || wordsOf(region.children).trim() !== '')) {
    return regions.length > 1 ? regions : region.children;
  }
  const tables = findAll(
    nodes,
    ({ name, attribs }) => name === 'table' && attribs.id === 'consulta',
    isBeside,
  );
  return tables.length > 0 ? tables : null;
};
