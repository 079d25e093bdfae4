/**
 * What spreadsheet programs take for the beginning of a formula, also behind blanks and invisible letters, and as the
 * wide letters that some keyboards write: = + - @ and their like, and the bar of old exchange commands.
 */
const FORMULA = /^[\p{Cc}\p{Cf}\p{Z}]*[=+\-@|\u2212\uff0b\uff0d\uff1d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b]/u;
/** Programs drop these, and look at what is left. */
const DROPPED_FIRST = /^[\t\r\n]/;

/** Text that no spreadsheet program runs: an apostrophe makes it text, as a person would type it. */
export const withoutFormula = (text: string): string =>
  FORMULA.test(text) || DROPPED_FIRST.test(text) ? `'${text}` : text;
