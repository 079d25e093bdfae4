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
 * What a gate says that wants to see a person first, as its title or as all that a page has to say: Cloudflare's in both
 * languages, and what other vendors have (standard texts).
 */
const GATE =
  /just a moment|^un momento|checking your browser|attention required|verif(y|ying|ique|icando|icar) (that )?(you are|que (usted )?es( un)?) (a )?human|enable javascript and cookies to continue|incapsula incident|pardon our interruption|performing security verification/;
/** Only a gate's own page has these; its other scripts are on every page behind it. */
const GATE_SCRIPT = /_cf_chl_opt|\/cdn-cgi\/challenge-platform\/\S*orchestrate/;
const GATE_IDS = new Set(['challenge-form', 'challenge-running', 'challenge-error-text', 'cf-error-details']);

/** Does a gate stand here in place of the page? It may have a form of its own. */
export const isGate = (nodes: readonly MarkupNode[]): boolean => {
  if (GATE.test(fold(titleOf(nodes)))) return true;
  if (findAll(nodes, ({ attribs }) => GATE_IDS.has(attribs.id ?? '')).length > 0) return true;
  if (scriptsOf(nodes).some((script) => GATE_SCRIPT.test(script))) return true;
  const words = fold(wordsOf(nodes, false));
  return words.length <= MAX_WORDS && GATE.test(words);
};

/**
 * Is this document a block or challenge page instead of the official one? Seen: `.blocked h3`, `.authenticate h3`,
 * "evento de seguridad"; the vendor's standard texts: "Request Rejected … Your support ID is". Guessed: a script
 * challenge with `bobcmn` or `TSPD`, which official pages may carry too, but those have words or a form.
 */
export const isBlockPage = (nodes: readonly MarkupNode[]): boolean => {
  if (isGate(nodes)) return true;
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
  scriptsOf(nodes).some((script) => /bobcmn|TSPD/.test(script));

/** Each script's address and text. */
const scriptsOf = (nodes: readonly MarkupNode[]): string[] =>
  findAll(nodes, ({ name }) => name === 'script').map(
    (script) => `${script.attribs.src ?? ''} ${rawText(script)}`,
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
