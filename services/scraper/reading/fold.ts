/** What is not seen and only parts words: soft hyphen, marks of width and direction, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Has nothing to be left out: the most frequent case, and the quickest. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Lower case, without accents, white space (NBSP too) folded to single spaces: what texts are compared by. */
export const fold = (text: string): string =>
  (PLAIN.test(text) ? text : withoutAccents(text)).toLowerCase().replace(/\s+/g, ' ').trim();

const withoutAccents = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(INVISIBLE, '');

/**
 * As given but for white space, invisible marks and the control characters 0x80 to 0x9f (dashes and quotes of
 * windows-1252 that were taken for ISO-8859-1): how a text of the official answer is stored.
 */
export const tidy = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed();

/** A value of the official answer, tidy; empty when it is damaged, and then it is none. */
export const cleanValue = (text: string): string => (isDamaged(text) ? '' : tidy(text));

/**
 * Has this value a zero byte or another control character that no page shows? Nobody can say what stood there, and
 * a value without its middle could be another one ("1\0" + "2"): such a value is none.
 */
const isDamaged = (text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7f || (code < 0x20 && (code < 0x09 || code > 0x0d))) return true;
  }
  return false;
};
