import { PHONE_LABEL } from '../text/label.ts';
import { isTooLongForNumber } from '../text/length.ts';
import { bareNumber, numberText } from '../text/number-text.ts';

/** A phone as it was written: the country's code and the number behind it, or why it cannot be one. */
export type WrittenPhone = { digits: string } | { problem: string };

export const PHONE_MISSING = 'Escriba su celular.';
const LENGTH = 'El celular debe tener 10 dígitos. Si es de otro país, escriba + y el código del país.';
const BEGINNING =
  'Un celular empieza por 3 y un fijo por 60. Si es de otro país, escriba + y el código del país.';
const OLD_FIXED = 'Los fijos ya tienen 10 dígitos: escriba 60, el indicativo y el número.';
const SPREADSHEET = 'Parece venir de una hoja de cálculo: escriba el celular sin decimales.';
const EXTENSION = 'Escriba el celular sin extensión.';
const ONE_NUMBER = 'Escriba un solo celular, solo con números.';
const TOO_LONG = 'Es demasiado texto: escriba solo el celular.';
const CODE = 'Revise el número: si es de otro país, empieza por + y su código, por ejemplo +1.';

const COLOMBIA = '57';
/** No number of any country is longer (E.164). */
const LONGEST = 15;
/** What a phone is written with: one plus before it, brackets, blanks, dots and hyphens between its digits. */
const WRITTEN = /^(?:\(?\+ ?)?[\d(][\d() .-]*$/;
/** Mexico's mobiles had a 1 behind the country's code until 2020, and chats still show it. */
const MEXICAN_MOBILE = /^521(?=\d{10}$)/;
/** Carriers of calls abroad: `009 1 213…` is no number of the country 91. */
const CARRIER = /^00[579][ .-]/;

/**
 * Reads a phone by its shape only: which numbers exist is known by `phone.ts`, whose tables are too heavy for a
 * browser. Without a + or 00 before it, it is Colombian.
 */
export const readPhoneShape = (text: string): WrittenPhone => {
  if (isTooLongForNumber(text)) return { problem: TOO_LONG };
  const written = bareNumber(numberText(text), PHONE_LABEL).replace(/\+(\d*) ?\(0\)/, '+$1');
  const problem = signProblem(written);
  if (problem !== null) return { problem };
  const digits = written.replace(/\D/g, '');
  if (digits.length > LONGEST + '00'.length) return { problem: ONE_NUMBER };
  if (!written.includes('+') && !digits.startsWith('00')) return colombian(digits.replace(CALLED_BY, ''));
  if (CARRIER.test(written)) return { problem: CODE };
  const abroad = digits.replace(/^00/, '');
  if (abroad.startsWith(COLOMBIA)) return colombian(abroad.slice(COLOMBIA.length));
  return /^[1-9]\d{6,14}$/.test(abroad)
    ? { digits: abroad.replace(MEXICAN_MOBILE, '52') }
    : { problem: CODE };
};

/** What is wrong with the signs of a phone: decimals, a check digit, an extension, another number behind it. */
const signProblem = (written: string): string | null => {
  if (written === '') return PHONE_MISSING;
  if (/^\+?\d+(?:[.,]\d+)?e[+-]?\d+$/.test(written)) return SPREADSHEET;
  if (/\d *(?:ext|x|#)/.test(written)) return EXTENSION;
  if (/^[^.,]*[.,]\d{1,2}$|[.,](?:\d|00)$/.test(written)) return SPREADSHEET;
  return !WRITTEN.test(written) || /-\d$/.test(written) ? ONE_NUMBER : null;
};

/** What is called before ten digits: the country's code, or, until 2021 from a fixed phone, 03 before a mobile. */
const CALLED_BY = /^(?:57(?=\d{10}$)|03(?=3\d{9}$))/;
/** A fixed phone as it was until 2021: seven digits, an area's one before them, and a carrier's before that. */
const OLD = /^(?:57|0[3579])?[124-8]?[2-8]\d{6}$/;

const colombian = (national: string): WrittenPhone => {
  if (OLD.test(national)) return { problem: OLD_FIXED };
  if (national.length !== 10) return { problem: LENGTH };
  return /^(?:3\d|60)\d{8}$/.test(national) ? { digits: COLOMBIA + national } : { problem: BEGINNING };
};

/** Says in Spanish why a text has not the shape of a phone, or null when it has. */
export const phoneShapeProblem = (text: string): string | null => {
  const read = readPhoneShape(text);
  return 'problem' in read ? read.problem : null;
};
