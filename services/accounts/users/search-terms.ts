import { parseCedula } from '../../../shared/person/cedula.ts';
import { NAME_MAX } from '../../../shared/person/name.ts';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import { clean } from '../../../shared/person/text/clean.ts';
import { fold } from '../../../shared/person/text/fold.ts';
import { withoutLabels } from '../../../shared/person/text/label.ts';
import { readableNumbers } from '../../../shared/person/text/number-text.ts';

/** Longer than a name, a cédula and a phone together: nobody's. */
const LONGEST = 2 * NAME_MAX;
/** Digits, and what stands between those of one number; a comma only where a digit follows at once. */
const NUMBER = /[+(]{0,2}\d(?:[ .'()-]{0,3}\d|,\d)*/g;
/** What stands between words. Any other sign is part of one, and nobody's name has it: `%`, `_`, `@`. */
const BETWEEN = /[\s.,;:()[\]"“”«»/#°…¿?¡!&+-]+/;

/**
 * What a search asks for: parts of names and of numbers, all of which a person has, read as what is stored was read.
 *
 * @returns none when nothing was asked; a text that nobody has when what was asked is no name and no number
 */
export const searchTerms = (q: string): string[] => {
  const asked = clean(q).replaceAll('\0', '\ufffd');
  if (asked === '') return [];
  if (asked.length > LONGEST) return [asked];
  const text = withoutLabels(readableNumbers(asked));
  const numbers = (text.match(NUMBER) ?? []).map(readPart);
  const words = fold(text.replace(NUMBER, ' ')).replaceAll("'", '').split(BETWEEN);
  const terms = [...new Set([...numbers, ...words])].filter((term) => term !== '');
  return terms.length === 0 ? [asked] : terms;
};

/**
 * The digits of a number, or of a part of one. What is set apart as decimals or a check digit is left as it was typed,
 * which nobody has: it must not find somebody else.
 */
const readPart = (text: string): string => {
  const whole = parseCedula(text) ?? parsePhone(text)?.slice(1);
  if (whole !== undefined) return whole;
  const isGrouped = /^[+(]*\d+(?:[ ()]+\d+|[.,']\d{3}(?!\d)|-\d{2,})*$/.test(text);
  return isGrouped ? text.replace(/\D/g, '') : text;
};
