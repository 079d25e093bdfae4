/** What stands for a name or a title, and is no name to greet anybody by: `Ma.`, `J.C.`, `M.ª`, `Mª`, `Ma`. */
const SHORTENED = /\.$|[ªº]$|^ma$/iu;

/** Typed all in one kind of letters: `ROSA`, `rosa`, `ANA-LUZ`. */
const ONE_KIND = /^(?:\p{Lu}[\p{Lu}’'-]+|\p{Ll}[\p{Ll}’'-]*)\.?$/u;
const BEGINNINGS = /(?<=^|[-’'])\p{L}/gu;

/** With the letters that names are written with; who mixed them meant it. */
const asWritten = (word: string): string =>
  ONE_KIND.test(word)
    ? word.toLocaleLowerCase('es').replace(BEGINNINGS, (letter) => letter.toLocaleUpperCase('es'))
    : word;

/**
 * What to call a person by: their first name. A shortened one takes the next word with it, and so on: `Ma. Fernanda`,
 * `Dra. Ana`, `J. C. Tolima`.
 *
 * @param name as it is stored
 */
export const greetingName = (name: string): string => {
  const words = name.split(' ');
  const ending = words.findIndex((word) => !SHORTENED.test(word));
  return words
    .slice(0, ending === -1 ? words.length : ending + 1)
    .map(asWritten)
    .join(' ');
};
