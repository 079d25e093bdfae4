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
/** What is called before a whole number inside its own country, and is not kept: `0412 123…`. */
const CALLED_BY = /^0{1,2}(?=[1-9]\d{5})/;
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
  const numbers = (text.match(NUMBER) ?? []).flatMap(readParts);
  const words = fold(text.replace(NUMBER, ' ')).replaceAll("'", '').split(BETWEEN);
  const terms = [...new Set([...numbers, ...words])].filter((term) => term !== '');
  return terms.length === 0 ? [asked] : terms;
};

/** No cédula and no phone has more digits (E.164): it is several numbers. */
const LONGEST_NUMBER = 15;

/** The numbers in digits with nothing but blanks between them, as a row of a list is pasted: a cédula and a phone. */
const readParts = (text: string): string[] => {
  if (text.replace(/\D/g, '').length <= LONGEST_NUMBER || readWhole(text) !== undefined)
    return [readPart(text)];
  const groups = text.split(' ');
  for (let size = groups.length - 1; size > 0; size -= 1) {
    const [one, rest] = [groups.slice(0, size).join(' '), groups.slice(size).join(' ')];
    const whole = readWhole(one);
    if (whole !== undefined) return [whole, ...readParts(rest)];
  }
  return [readPart(text)];
};

/** The digits of a cédula or a phone; undefined when the text is neither. */
const readWhole = (text: string): string | undefined => parseCedula(text) ?? parsePhone(text)?.slice(1);

/**
 * The digits of a number, or of a part of one. What is set apart as decimals or a check digit is left as it was typed,
 * which nobody has: it must not find somebody else.
 */
const readPart = (text: string): string => {
  const whole = readWhole(text);
  if (whole !== undefined) return whole;
  const isGrouped = /^[+(]*\d+(?:[ ()]+\d+|[.,']\d{3}(?!\d)|-\d{2,})*$/.test(text);
  return isGrouped ? text.replace(/\D/g, '').replace(CALLED_BY, '') : text;
};
