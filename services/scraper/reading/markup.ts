import { load } from 'cheerio/slim';

/** Characters and tags of a document past which it is not read: an official answer has some thousand, some hundred. */
const MAX_CHARACTERS = 400_000;
const MAX_TAGS = 10_000;

// One holder for every document: `load` makes a class each time, which takes four times as long as the parsing.
const $ = load('<div></div>');
const holder = $('div');

export type MarkupNode = NonNullable<(typeof holder)[0]>['children'][number];
export type MarkupElement = Extract<MarkupNode, { attribs: unknown }>;

/**
 * Parses a document or a piece of one; broken markup is fine.
 *
 * @returns null when it is too large: the work stays bounded, whatever a page sends
 */
export const parseMarkup = (html: string): readonly MarkupNode[] | null => {
  if (html.length > MAX_CHARACTERS || tagsIn(html) > MAX_TAGS) return null;
  return holder.html(html)[0]?.children ?? [];
};

const tagsIn = (html: string): number => {
  let count = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) count += 1;
  return count;
};

export const isElement = (node: MarkupNode): node is MarkupElement => 'attribs' in node;

/** What says nothing to a reader of the page. */
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'head', 'title']);
/** What a page says beside its answer. */
const BESIDE = new Set([...['aside', 'footer', 'nav', 'header', 'form', 'select', 'button', 'details']]);
const BESIDE_NAME = /(^|[\s_-])(ayuda|help|faqs?|preguntas|pie|footer|menu|nav|sidebar)($|[\s_-])/i;

const isHidden = ({ attribs }: MarkupElement): boolean =>
  attribs.hidden !== undefined || /display\s*:\s*none/i.test(attribs.style ?? '');

/** Is this help, a menu, a form or the like, whose words are never an answer? */
export const isBeside = ({ name, attribs }: MarkupElement): boolean =>
  BESIDE.has(name) || BESIDE_NAME.test(attribs.class ?? '') || BESIDE_NAME.test(attribs.id ?? '');

/** White space of the source, which a page shows as one space. Not NBSP, which `tidy` knows. */
const WHITE = /[ \t\r\n\f]+/g;

/** Elements after which a word ends and a line begins. */
const BLOCKS = new Set(
  (
    'p div br hr li ul ol dl dt dd tr td th table tbody thead caption h1 h2 h3 h4 h5 h6 section article main ' +
    'pre blockquote fieldset center option'
  ).split(' '),
);

/** Visits nodes from first to last, without recursion: nesting may be deeper than the stack. */
export const walk = (
  nodes: readonly MarkupNode[],
  visit: (node: MarkupNode) => 'into' | 'past',
  leave: (node: MarkupNode) => void = () => {},
): void => {
  const open: (MarkupNode | { left: MarkupNode })[] = nodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('left' in node) {
      leave(node.left);
      continue;
    }
    if (visit(node) === 'past' || !('children' in node)) continue;
    open.push({ left: node });
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) open.push(child);
    }
  }
};

/** Every element that fits, outermost first, in the order of the document. */
export const findAll = (
  nodes: readonly MarkupNode[],
  fits: (element: MarkupElement) => boolean,
  skip: (element: MarkupElement) => boolean = () => false,
): MarkupElement[] => {
  const found: MarkupElement[] = [];
  walk(nodes, (node) => {
    if (!isElement(node)) return 'into';
    if (skip(node)) return 'past';
    if (fits(node)) found.push(node);
    return 'into';
  });
  return found;
};

/**
 * The words that a person sees, one line a block.
 *
 * @param all false leaves out what stands beside an answer: help, menus, forms
 */
export const wordsOf = (nodes: readonly MarkupNode[], all = true): string => {
  let text = '';
  walk(
    nodes,
    (node) => {
      if (node.type === 'text') text += node.data.replace(WHITE, ' ');
      if (!isElement(node)) return 'into';
      if (UNSEEN.has(node.name) || isHidden(node) || (!all && isBeside(node))) return 'past';
      if (BLOCKS.has(node.name)) text += '\n';
      return 'into';
    },
    (node) => {
      if (isElement(node) && BLOCKS.has(node.name)) text += '\n';
    },
  );
  return text;
};
