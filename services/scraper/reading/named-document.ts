/** Words that only a document's number follows, whatever its length, with what may stand between. */
const OF_A_DOCUMENT =
  /\b(?:cedula|documento|identidad|identificacion|ciudadania|nuip|c\.? ?c\.?)(?: (?:de|del|la|identidad|ciudadania|con|es))*[\s,:]*(?:numero|num\.?|nro\.?|no\.?|n[º°o]?\.?|#)?[\s:#º°.]*(\d[\d.,'’ ]*)/g;
/** Words that any number may follow: only one with a document's length is one. */
const OF_ANYTHING = /\b(?:numero|num\.?|nro\.?|no\.?|n[º°])[\s:#º°.]*(\d[\d.,'’ ]*)/g;

/** The number that begins a text: digits in groups of three, however they are parted, or digits alone. */
const NUMBER = /^(?:\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)|\d+)/;

const digitsOf = (text: string): string =>
  (NUMBER.exec(text)?.[0] ?? '').replace(/\D/g, '').replace(/^0+/, '');

/**
 * The documents that a message names: "número N", "No. N", "Nº N", "cédula N", "documento N"… Numbers of laws,
 * resolutions and tables are none.
 *
 * @param folded as `fold` returns it
 * @returns digits without leading zeros
 */
export const documentsNamed = (folded: string): string[] => {
  const strict = [...folded.matchAll(OF_A_DOCUMENT)].map(([, number = '']) => digitsOf(number));
  const loose = [...folded.matchAll(OF_ANYTHING)]
    .map(([, number = '']) => digitsOf(number))
    .filter((number) => number.length >= 6 && number.length <= 10);
  return [...strict, ...loose].filter((number) => number !== '');
};
