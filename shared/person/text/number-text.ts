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
  text
    .replace(label, '')
    .replace(/^'/, '')
    .replace(/["'\u201d\u00bb*_~]+$/, '')
    .replace(/ ?[.,;:]$/, '')
    .trim();
