import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { hasBlockSign } from './block-page.ts';
import { fieldNamed, fieldsOf, outcomeOf } from './fields.ts';
import { readLabelled } from './labelled-values.ts';
import { findAll, type MarkupNode, parseMarkup, wordsOf } from './markup.ts';
import { readMessage } from './message.ts';

/** Too large for an answer, or for anything. */
export const tooLarge = (): Outcome => failure('unrecognised', 'too large for an answer');

/** Reads what stands where the page shows its answer: a result table or pairs, else the site's message. */
export const readRegion = (html: string, cedula: string): Outcome => {
  const nodes = parseMarkup(html);
  return nodes === null ? tooLarge() : readRegionNodes(nodes, isWhole(html), cedula);
};

const NOTHING = failure('unrecognised', 'no table and no known message');

/** Was there neither a table nor a message that means anything? */
export const saysNothing = (outcome: Outcome): boolean => outcome === NOTHING;

/** @param whole whether the markup was not cut */
export const readRegionNodes = (nodes: readonly MarkupNode[], whole: boolean, cedula: string): Outcome => {
  if (hasBlockSign(nodes)) return failure('blocked', 'block page instead of an answer');
  const labelled = readLabelled(nodes, whole);
  if (labelled.kind === 'found') return outcomeOf(fieldsOf(labelled.values), cedula);
  if (labelled.kind === 'unclear') return failure('unrecognised', 'cut, or more than one table or row');
  const told = readMessage(wordsOf(nodes, false), cedula);
  // What is left of a table may be somebody else's answer.
  if (told !== null && told.kind !== 'failure' && hasColumns(nodes)) {
    return failure('unrecognised', 'words beside a broken table');
  }
  return told ?? NOTHING;
};

/** What only a voting place has. */
const OF_A_PLACE = new Set(['departamento', 'municipio', 'puesto', 'direccion', 'mesa']);

/** Columns, or a place's label in a line of its own: there was more here than words. */
const hasColumns = (nodes: readonly MarkupNode[]): boolean =>
  findAll(nodes, ({ name, attribs }) => name === 'th' || attribs['data-th'] !== undefined).length > 0 ||
  wordsOf(nodes, false)
    .split('\n')
    .some((line) => OF_A_PLACE.has(fieldNamed(line) ?? ''));

/** Does markup end where it should? A table whose end is missing may have lost a part of its last value. */
export const isWhole = (html: string): boolean => {
  const markup = withoutScripts(html);
  const opened = markup.match(/<table\b/gi)?.length ?? 0;
  const closed = markup.match(/<\/table\s*>/gi)?.length ?? 0;
  if (opened > 0) return closed >= opened;
  return /[>\s]$/.test(html) || !html.includes('<');
};

/** What scripts say of tables is no markup. One look forward for each, also when their ends are missing. */
const withoutScripts = (html: string): string => {
  const lower = html.toLowerCase();
  let kept = '';
  let from = 0;
  for (let at = lower.indexOf('<script'); at !== -1; at = lower.indexOf('<script', from)) {
    kept += html.slice(from, at);
    from = lower.indexOf('</script', at);
    if (from === -1) return kept;
  }
  return kept + html.slice(from);
};
