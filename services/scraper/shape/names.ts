import { fieldNamed } from '../reading/fields.ts';
import { tidy } from '../reading/fold.ts';

/** In place of a number, or of a key that is made anew for each page. */
const VARIES = '#';

const MOST_NAME = 40;

/** A part of a name that no person gave: it has digits among its letters, or more digits than a counter. */
const isMade = (part: string): boolean => /\d/.test(part) && part.length >= 5;

/**
 * A field's, an id's or a class's name, without what varies from page to page. In upper case it is a word of somebody's
 * answer rather than of a program.
 */
export const nameOf = (given: string): string =>
  given
    .trim()
    .split(/(?<=[-_:.])|(?=[-_:.])/)
    .map((part) => (isMade(part) ? VARIES : part.replace(/\d{2,}/g, VARIES)))
    .join('')
    .replace(/[^\w\-:.#]/g, '?')
    .replace(/(?<![a-z])[A-Z]{4,}(?![a-z])/g, VARIES)
    .slice(0, MOST_NAME);

/** A key of JSON: upper case says nothing there, another letter does. */
export const keyOf = (given: string): string =>
  fieldNamed(given) !== undefined || /^[A-Za-z_][\w-]{0,30}$/.test(given)
    ? given.replace(/\d{2,}/g, VARIES)
    : '?';

const MOST_LABEL = 60;

/**
 * A heading or label as it stands; null for what is none. Labels have no numbers of documents and no sentence.
 */
export const labelOf = (given: string): string | null => {
  const label = tidy(given);
  if (label === '' || label.length > MOST_LABEL) return null;
  return label.replace(/\d{2,}/g, VARIES);
};
