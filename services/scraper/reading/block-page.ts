import { fold } from './fold.ts';
import {
  findAll,
  isBeside,
  isElement,
  type MarkupElement,
  type MarkupNode,
  walk,
  wordsOf,
} from './markup.ts';

/** A page of more words is more than a block page, in characters. */
const MAX_WORDS = 800;

/**
 * Is this document a block or challenge page instead of the official one? Seen: `.blocked h3`, `.authenticate h3`,
 * "evento de seguridad"; the vendor's standard texts: "Request Rejected … Your support ID is". Guessed: a script
 * challenge with `bobcmn` or `TSPD`, which official pages may carry too, but those have words or a form.
 */
export const isBlockPage = (nodes: readonly MarkupNode[]): boolean => {
  if (hasForm(nodes)) return false;
  if (hasBlockSign(nodes)) return true;
  const words = fold(`${titleOf(nodes)} ${wordsOf(nodes, false)}`);
  if (words.length > MAX_WORDS) return false;
  if (/evento de seguridad/.test(words)) return true;
  if (/request rejected|requested url was rejected/.test(words) && /support id/.test(words)) return true;
  return hasChallengeScript(nodes);
};

/** `.blocked h3` or `.authenticate h3`, outside of help and menus. */
export const hasBlockSign = (nodes: readonly MarkupNode[]): boolean => {
  let within = 0;
  let found = false;
  const isSign = (node: MarkupNode): boolean =>
    isElement(node) && /(^|\s)(blocked|authenticate)(\s|$)/.test(node.attribs.class ?? '');
  walk(
    nodes,
    (node) => {
      if (!isElement(node)) return 'past';
      if (isBeside(node)) return 'past';
      if (within > 0 && node.name === 'h3') found = true;
      if (isSign(node)) within += 1;
      return found ? 'past' : 'into';
    },
    (node) => {
      if (isSign(node)) within -= 1;
    },
  );
  return found;
};

export const hasForm = (nodes: readonly MarkupNode[]): boolean =>
  findAll(nodes, ({ name }) => name === 'form').length > 0;

/** Can this page still change by itself? One without a script or a refresh shows all that it ever will. */
export const mayChange = (nodes: readonly MarkupNode[]): boolean =>
  findAll(
    nodes,
    ({ name, attribs }) =>
      name === 'script' ||
      name === 'iframe' ||
      (name === 'meta' && /refresh/i.test(attribs['http-equiv'] ?? '')),
  ).length > 0;

export const hasChallengeScript = (nodes: readonly MarkupNode[]): boolean =>
  findAll(nodes, ({ name }) => name === 'script').some(
    (script) => /bobcmn|TSPD/.test(script.attribs.src ?? '') || /bobcmn|TSPD/.test(rawText(script)),
  );

const titleOf = (nodes: readonly MarkupNode[]): string =>
  findAll(nodes, ({ name }) => name === 'title')
    .map(rawText)
    .join(' ');

const rawText = (element: MarkupElement): string => {
  let text = '';
  walk(element.children, (node) => {
    if (!isElement(node) && node.type === 'text') text += node.data;
    return 'into';
  });
  return text;
};
