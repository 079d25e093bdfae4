const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /^\p{Nd}$/u;

/** Decimal digits of any script as 0 to 9. Raised, circled and Roman ones are no decimal digits, and stay. */
export const plainDigits = (text: string): string => text.replace(FOREIGN_DIGIT, asciiOf);

/** In Unicode the digits of a script stand together from 0 to 9, and so do several sets of them. */
const asciiOf = (digit: string): string => {
  const at = digit.codePointAt(0) ?? 0;
  let zero = at;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((at - zero) % 10);
};
