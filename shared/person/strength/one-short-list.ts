import { fold } from '../text/fold.ts';

/** Longer than the library's lists of what people count up: numbers, days, months, colours, planets. The others have thousands. */
const SHORT_LIST = 100;

/**
 * Makes one list of all the short ones, as what is counted up still: each piece of a password is looked for in every list, and
 * fourteen of twenty had 171 words in all and took more than half of the time.
 */
export const withOneShortList = (lists: Record<string, string[]>): Record<string, string[]> => {
  const isShort = ([, words]: [string, string[]]): boolean => words.length < SHORT_LIST;
  const all = Object.entries(lists);
  return {
    ...Object.fromEntries(all.filter((list) => !isShort(list))),
    // By the beginning of this name the library knows words that follow one another.
    'cardinalNumbers-and-others': asTyped(all.filter(isShort).flatMap(([, words]) => words)),
  };
};

/**
 * What is counted up, also without its accents, as most people type. The library takes the shorter of two words that begin alike, so
 * the planet would hide the day ("marte", "martes"): it is a common word besides.
 */
const asTyped = (words: string[]): string[] =>
  [...new Set(words.flatMap((word) => [word, fold(word)]))].filter(
    (word, _, all) => !all.some((other) => other.length === word.length + 1 && other.startsWith(word)),
  );
