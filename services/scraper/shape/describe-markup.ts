import { isElement, type MarkupElement, type MarkupNode, wordsOf } from '../reading/markup.ts';
import type { Line } from './lines.ts';
import { labelOf, nameOf } from './names.ts';

/** How a document is told: `words` is what is said of a text in it, null for nothing. */
export interface Telling {
  part: 'form' | 'answer';
  words(text: string): string | null;
}

/** What says nothing of how a page asks or answers. */
const PASSED = new Set(
  'script style noscript template svg link meta base br hr img picture video audio canvas iframe nav footer'.split(
    ' ',
  ),
);
/** Of a page with a form only what asks, and what is said above it. */
const OF_A_FORM = new Set(
  'form fieldset legend label input select option textarea button title h1 h2 h3 h4 table'.split(' '),
);
/** They only dress words. */
const DRESS = new Set(
  'b strong i em u small font center span div html body head section main article'.split(' '),
);
const WIDGET = /(^|\s)(g-recaptcha|cf-turnstile|h-captcha)(\s|$)/;
const LABELS = new Set(['label', 'legend', 'button', 'option', 'title', 'h1', 'h2', 'h3', 'h4']);

/** Deeper than any official page; nesting may be deeper than the stack. */
const DEEPEST = 40;
const MOST_OPTIONS = 12;

/** The elements of a document, or of a piece of one, with their names and labels. */
export const describeMarkup = (nodes: readonly MarkupNode[], telling: Telling): Line[] =>
  linesOf(nodes, telling, 0);

const linesOf = (nodes: readonly MarkupNode[], telling: Telling, depth: number): Line[] => {
  if (depth > DEEPEST) return [{ text: '…', below: [] }];
  const lines: Line[] = [];
  for (const node of nodes) {
    if (node.type === 'text') {
      const words = telling.words(node.data);
      if (words !== null) lines.push({ text: words, below: [] });
      continue;
    }
    if (!isElement(node) || PASSED.has(node.name)) continue;
    const below = () => linesOf(withinOf(node), telling, depth + 1);
    if (isTold(node, telling)) lines.push({ text: wordFor(node, nodes, telling), below: below() });
    else lines.push(...below());
  }
  return lines;
};

/** Between elections a list has one option, before them hundreds. */
const withinOf = ({ name, attribs, children }: MarkupElement): readonly MarkupNode[] => {
  // What a captcha's script has put there by now is a matter of moments.
  if (WIDGET.test(attribs.class ?? '')) return [];
  return name === 'select' ? children.filter(isElement).slice(0, MOST_OPTIONS) : children;
};

const isTold = ({ name, attribs }: MarkupElement, { part }: Telling): boolean => {
  if (name === 'input' && attribs.type === 'hidden')
    return attribs.name !== undefined || attribs.id !== undefined;
  if (OF_A_FORM.has(name) || WIDGET.test(attribs.class ?? '')) return true;
  const isNamed = attribs.id !== undefined && attribs.id !== '';
  if (part === 'form') return isNamed && REGIONS.has(name);
  return !DRESS.has(name) || isNamed || (attribs.class ?? '') !== '';
};

/** Where a page with a form may show its answer. */
const REGIONS = new Set(['div', 'section', 'table', 'output']);

const wordFor = (element: MarkupElement, beside: readonly MarkupNode[], telling: Telling): string => {
  const { name, attribs } = element;
  const id = attribs.id ? `#${nameOf(attribs.id)}` : '';
  const classes =
    telling.part === 'form' && !WIDGET.test(attribs.class ?? '') ? '' : classesOf(attribs.class);
  const own = ['type', 'name', 'role'].flatMap((key) =>
    attribs[key] ? [`${key}=${nameOf(attribs[key])}`] : [],
  );
  if (/^\d{1,3}$/.test(attribs.maxlength ?? '')) own.push(`maxlength=${attribs.maxlength}`);
  const heading = attribs['data-th'] === undefined ? null : labelOf(attribs['data-th']);
  if (heading !== null) own.push(`data-th=«${heading}»`);
  if (attribs['data-sitekey'] !== undefined) own.push('data-sitekey');
  if (name === 'option' && attribs.value !== undefined) own.push(`value=${nameOf(attribs.value)}`);
  const label = isLabel(element, beside, telling) ? labelOf(wordsOf(element.children)) : null;
  const said = label === null ? '' : ` «${label}»`;
  return `${name}${id}${classes}${own.length === 0 ? '' : `[${own.join(' ')}]`}${said}`;
};

const classesOf = (given = ''): string =>
  given
    .split(/\s+/)
    .filter((one) => one !== '')
    .sort()
    .slice(0, 4)
    .map((one) => `.${nameOf(one)}`)
    .join('');

/** Before anything was asked nothing on the page is about a person; of an answer only a row of headings is sure. */
const isLabel = ({ name }: MarkupElement, beside: readonly MarkupNode[], { part }: Telling): boolean => {
  if (part === 'form') return LABELS.has(name) || name === 'th';
  if (name === 'dt') return true;
  if (name !== 'th') return false;
  const cells = beside.filter(isElement);
  return cells.length > 1 && cells.every((cell) => cell.name === 'th');
};
