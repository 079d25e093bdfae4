/** What keyboards, telephones and word processors write for an apostrophe: accents that stand alone, primes, quotes. */
const APOSTROPHES =
  /['\u0060\u00b4\u02b9\u02bb-\u02bf\u02c8\u02ca\u02cb\u02f4\u0384\u055a\u05f3\u1fbd\u1fbf\u1ffe\u2018\u2019\u201b\u2032\u2035\ua78b\ua78c]/gu;
/** Every dash of Unicode, the minus sign, and what pages use in their place. */
const DASHES = /[\p{Pd}\u02d7\u2043\u2212]/gu;
const DOTS = /[\u00b7\u2024\u2027\u2219\u22c5\u3002\ufe52\uff61]/g;
const COMMAS = /[\u060c\u3001\ufe50\uff64]/g;
/** Groups thousands in Arabic; its like for decimals (U+066B) stays what it is, and is no thousands sign. */
const ARABIC_THOUSANDS = /\u066c/g;

/** One apostrophe and one dash for all of their kind. */
export const plainSigns = (text: string): string => text.replace(APOSTROPHES, "'").replace(DASHES, '-');

/** The same for a number, whose dots and commas are signs as well. */
export const plainNumberSigns = (text: string): string =>
  plainSigns(text).replace(DOTS, '.').replace(COMMAS, ',').replace(ARABIC_THOUSANDS, "'");
