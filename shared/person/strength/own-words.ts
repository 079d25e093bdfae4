import { formatCedula } from '../cedula.ts';
import { fold } from '../text/fold.ts';

/** What is known of whoever chooses a password, as it was typed or as it is kept. */
export interface Chooser {
  cedula?: string | undefined;
  nombreCompleto?: string | undefined;
  phone?: string | undefined;
}

/** Parts of names shorter than this are in half of all words. */
const SHORTEST = 3;
/** The country's own calling code, which nobody types in a password. */
const COUNTRY_CODE = /^57(?=\d{10}$)/;

/** Two names, one behind the other as in an address of mail, are one word to whoever guesses. */
const pairsOf = (names: readonly string[]): string[] =>
  names.flatMap((one) => names.filter((other) => other !== one).map((other) => one + other));

/** Nobody has more names than this; what is typed may have. */
const MOST_NAMES = 6;

/** The words of a person that somebody who knows them would try: names, and numbers in each way to write them. */
export const ownWords = ({ cedula = '', nombreCompleto = '', phone = '' }: Chooser): string[] => {
  const names = nombreCompleto
    .toLowerCase()
    .split(/[\s'-]+/)
    .slice(0, MOST_NAMES);
  const number = cedula.replace(/\D/g, '');
  const called = phone.replace(/\D/g, '').replace(COUNTRY_CODE, '');
  const words = [
    ...[...names, ...names.map(fold), ...pairsOf(names.map(fold))],
    ...[number, formatCedula(number), number.slice(-4), number.slice(0, 4), [...number].reverse().join('')],
    ...[called, called.slice(-4), called.slice(0, 3)],
  ];
  return [...new Set(words)].filter((word) => word.length >= SHORTEST);
};
