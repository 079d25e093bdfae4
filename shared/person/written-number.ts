/** A whole number as somebody wrote it, or why it is none. */
export type WrittenNumber =
  | { kind: 'whole'; digits: string }
  | { kind: 'empty' | 'spreadsheet' | 'separators' | 'several' | 'no_number' };

const DIGITS = /^\d+$/;
/** One sign throughout, and every group after the first has three digits. `0.123` is a fraction. */
const GROUPED = /^(?!0[.,])\d{1,3}([.,' -])\d{3}(?:\1\d{3})*$/;
/** Colombians set the millions off with an apostrophe: `1'020.304`. */
const MILLIONS = /^(?!0[.'])\d{1,3}(?:['.]\d{3})*\.\d{3}$/;
const SCIENTIFIC = /^\d+(?:[.,]\d+)?e[+-]?\d+$/;
/** What a spreadsheet makes of a number; U+066B is the Arabic sign of decimals. */
const DECIMALS = /^(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)[.,\u066b]\d+$/;
/** Signs of several kinds with thousands behind the last one: nobody can say whether it was meant for decimals. */
const MIXED = /^(?!0)\d{1,3}(?:[.,' ]\d{3})+[.,]\d{3}$/;
/** A decimal part as long as a whole number is another one: `1020304050,79180867`. */
const TWO = /^\d{6,}[.,]\d{6,}$/;

/**
 * Reads a number that is ready (`numberText`). Dots, commas, apostrophes, blanks and hyphens are signs of thousands
 * only where they stand at thousands: a number is never made of digits that its writer has set apart.
 */
export const readWhole = (text: string): WrittenNumber => {
  if (text === '') return { kind: 'empty' };
  // A blank beside a dot or an apostrophe says nothing; beside a comma or a hyphen it sets numbers apart.
  const tight = text.replace(/\s?([.'])\s?/g, '$1');
  if (DIGITS.test(tight) || GROUPED.test(tight) || MILLIONS.test(tight))
    return { kind: 'whole', digits: tight.replace(/\D/g, '') };
  if (MIXED.test(tight)) return { kind: 'separators' };
  if (TWO.test(tight)) return { kind: 'several' };
  if (SCIENTIFIC.test(tight) || DECIMALS.test(tight)) return { kind: 'spreadsheet' };
  if (!/^\d[\d.,'\s/;-]*\d$/.test(tight)) return { kind: 'no_number' };
  return { kind: /[\s/;-]/.test(tight) ? 'several' : 'separators' };
};
