import { clean } from './text/clean.ts';
import { plainSigns } from './text/signs.ts';

/** Longer than the longest that Colombia's registry prints. */
export const NAME_MAX = 120;

/** A letter of any alphabet with its accents; nobody's has more of them. */
const LETTER = '\\p{L}\\p{M}{0,4}';
/** An initial's dot may touch the next one: `J.J.`; a dot inside a word makes an address of it. */
const INITIALS = '\\.(?=\\p{L}\\p{M}{0,4}(?:[. ]|$))';
const NAME = new RegExp(`^’?${LETTER}(?:(?:\\.?(?: ’?|-)|[’·]|${INITIALS})?${LETTER})*\\.?$`, 'u');
/** Nothing but what a name may have, though not where it stands. */
const LOOSE = new RegExp(`^(?:${LETTER}|[ ’·-]|\\.(?!\\p{L}))+$`, 'u');
const TOO_LONG = `El nombre debe tener máximo ${NAME_MAX} caracteres.`;
const LETTERS = 'Use solo letras, espacios, guion, apóstrofo y el punto de una abreviatura.';
/** The end of an address; nothing is set apart in one, so that it is refused. */
const ADDRESS = /\.(?:app|co|com|edu|gov|info|io|me|net|org)(?![\p{L}\p{M}])|www\./iu;

/**
 * The one form in which a name is stored: composed accents, single blanks, none at the ends nor beside a hyphen, ’ for
 * every apostrophe and - for every dash. Normalised again it stays the same.
 */
export const normaliseName = (text: string): string => {
  if (isTooLong(text)) return text;
  const name = plainSigns(clean(text))
    .replace(/'+/g, '’')
    .replace(/ ?-[ -]*/g, '-')
    .replace(/(\p{L}\p{M}*)’ (?=\p{L})/gu, '$1’')
    .replace(/ (?=\.)/g, '');
  return ADDRESS.test(name) ? name : name.split('.').reduce(joinByDot);
};

/** Far too long, however its letters are composed: refused as it is, before any rule reads it. */
const isTooLong = (text: string): boolean => text.trim().length > 4 * NAME_MAX;

/** What is behind so many characters of a word before a dot makes no abbreviation of it. */
const WORD_END = 50;

/** An abbreviation that touches the next word gets its blank: `Ma.Fernanda`, `Sta.María`. */
const joinByDot = (before: string, behind: string): string => {
  const { length } = (/[\p{L}\p{M}]*$/u.exec(before.slice(-WORD_END))?.[0] ?? '').replace(/\p{M}/gu, '');
  const isAbbreviation = length > 0 && (length < 3 || (length < 5 && /^\p{Lu}/u.test(behind)));
  return `${before}.${isAbbreviation && /^\p{L}\p{M}*\p{L}/u.test(behind) ? ' ' : ''}${behind}`;
};

/** Says in Spanish why a normalised name is refused, or null when it may be used. */
export const nameProblem = (name: string): string | null => {
  if (isTooLong(name)) return TOO_LONG;
  if ((name.match(/\p{L}/gu) ?? []).length < 2) return 'Escriba su nombre completo (mínimo 2 letras).';
  if ([...name].length > NAME_MAX) return TOO_LONG;
  if (NAME.test(name)) return null;
  return LOOSE.test(name) ? 'Hay un guion, un apóstrofo o un punto suelto: bórrelo.' : LETTERS;
};
