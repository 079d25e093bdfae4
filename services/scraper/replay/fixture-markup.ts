import { readLabelled } from '../reading/labelled-values.ts';
import { parseMarkup } from '../reading/markup.ts';
import type { Replacements } from './replacements.ts';

/** Attributes whose value is of the page's making; of any other the value is left out. */
const STRUCTURAL = new Set(
  'id class name type for role lang colspan rowspan maxlength charset http-equiv hidden disabled selected method'.split(
    ' ',
  ),
);
/** What a reader knows a script by. */
const TELLING_SCRIPT = /bobcmn|TSPD|_cf_chl_opt/g;
const TAG = /<(\/?)([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g;

/** Learns what the labels of an answer say whose is what, before anything is replaced. */
export const learnMarkup = (html: string, replacements: Replacements): void => {
  const nodes = parseMarkup(html);
  const labelled = nodes === null ? null : readLabelled(nodes, true);
  if (labelled?.kind === 'found')
    for (const [label, value] of labelled.values) replacements.field(label, value);
};

/** The same markup, broken where it was, with nothing of anybody in it. */
export const fixtureOfMarkup = (html: string, replacements: Replacements, where: string): string => {
  const bare = html
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/(<script\b[^>]*>)([\s\S]*?)(<\/script|$)/gi, (_, open: string, inside: string, end: string) => {
      return `${open}${inside.match(TELLING_SCRIPT)?.join(' ') ?? ''}${end}`;
    })
    .replace(/(<style\b[^>]*>)[\s\S]*?(<\/style|$)/gi, '$1$2');
  let out = '';
  let from = 0;
  let inside = 'texto';
  for (const tag of bare.matchAll(TAG)) {
    out += between(bare.slice(from, tag.index), replacements, `${where} ${inside}`);
    const [whole, slash = '', name = '', attributes = ''] = tag;
    inside = name.toLowerCase();
    out +=
      slash === ''
        ? `<${name}${attributesOf(attributes, replacements, `${where} ${inside}`)}>`
        : `</${name}>`;
    from = tag.index + whole.length;
  }
  return out + between(bare.slice(from), replacements, `${where} ${inside}`);
};

/** What a script is told by stays as it is. */
const between = (text: string, replacements: Replacements, where: string): string =>
  /^\s*(bobcmn|TSPD|_cf_chl_opt|\s)*$/.test(text) ? text : replacements.text(text, where);

const attributesOf = (given: string, replacements: Replacements, where: string): string =>
  [...given.matchAll(ATTRIBUTE)]
    .map(([, name = '', value]) => {
      if (value === undefined || !/^[a-z][\w:-]*$/i.test(name)) return '';
      const quote = /^["']/.test(value) ? value[0] : '"';
      const bare = value.replace(/^["']|["']$/g, '');
      const key = name.toLowerCase();
      if (key === 'data-th') return ` ${name}=${quote}${replacements.text(bare, where)}${quote}`;
      if (key === 'style') return /display\s*:\s*none/i.test(bare) ? ' style="display:none"' : '';
      return STRUCTURAL.has(key)
        ? ` ${name}=${quote}${structural(bare)}${quote}`
        : key.startsWith('on')
          ? ''
          : ` ${name}=${quote}${quote}`;
    })
    .join('');

/** Names of the page's making are short and in lower case; numbers of more than two digits are somebody's, or made anew. */
const structural = (value: string): string =>
  value
    .split(/(\s+)/)
    .map((part) =>
      /\d{3,}/.test(part) || /(?<![a-z])[A-ZÁÉÍÓÚÑ]{3,}/.test(part) || /[^\w\s:.-]/.test(part) ? 'x' : part,
    )
    .join('');
