/** What no reader sees: zero-width and direction marks, soft hyphens, joiners, variation selectors, fillers. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Every blank of Unicode, and the braille cell without dots, which looks like one. */
const BLANKS = /[\p{White_Space}\u2800]+/gu;
/** Letters, digits and signs as wide as an ideograph, which some keyboards write. */
const WIDE = /[\uff01-\uff5e]/g;

/** A text without what nobody sees, its accents composed, its wide letters of the usual width. */
export const visible = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .normalize('NFC');

/**
 * A text as people see it: nothing invisible, one kind of blank, one at a time, none at the ends. Every rule about
 * what people type or paste begins with it.
 */
export const clean = (text: string): string => visible(text).replace(BLANKS, ' ').trim();

/** The same, but a blank with a tab or an end of line in it is a line break: two cells, two lines. */
export const cleanLines = (text: string): string =>
  visible(text)
    .replace(BLANKS, (run) => (/[\t\n\v\f\r\u0085\u2028\u2029]/.test(run) ? '\n' : ' '))
    .trim();
