import { cleanLines } from './clean.ts';
import { plainDigits } from './digits.ts';
import { plainNumberSigns } from './signs.ts';

/** A text that should be a number, ready to be read: clean, plain digits and signs, small letters without accents. */
export const numberText = (text: string): string => readableNumbers(cleanLines(text));

/** The same for a clean text that has numbers in it. */
export const readableNumbers = (text: string): string =>
  plainNumberSigns(plainDigits(text))
    .toLowerCase()
    .normalize('NFD')
    .replace(/([a-z])[\u0300-\u036f]+/g, '$1');

/** Without its label, the apostrophe by which a spreadsheet keeps text, what it is set in, and the end of a sentence. */
export const bareNumber = (text: string, label: RegExp): string =>
  withoutQuotesBehind(text.replace(label, '').replace(/^'/, ''))
    .replace(/ ?[.,;:]$/, '')
    .trim();

const SET_IN = new Set('"\'\u201d\u00bb*_~');

/** Not by an expression, which would begin again at each of many quotes. */
const withoutQuotesBehind = (text: string): string => {
  let end = text.length;
  while (SET_IN.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
