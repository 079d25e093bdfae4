import { readDictated } from './dictated.ts';
import { CEDULA_LABEL } from './text/label.ts';
import { isTooLongForNumber } from './text/length.ts';
import { bareNumber, numberText } from './text/number-text.ts';
import { readWhole, type WrittenNumber } from './written-number.ts';

/** Digits a cédula may have once separators and leading zeros are gone. */
const MIN = 6;
const MAX = 10;

const read = (text: string): WrittenNumber => {
  const number = bareNumber(numberText(text), CEDULA_LABEL);
  const dictated = readDictated(number);
  return dictated === null ? readWhole(number) : { kind: 'whole', digits: dictated };
};

/**
 * Reads a typed or pasted cédula as a person would read it aloud: what nobody sees, what it is called (`C.C. No.`) and
 * signs of thousands are left out, digits of any script are digits, leading zeros are dropped.
 *
 * @returns 6 to 10 digits, or null when the text is not surely one cédula
 */
export const parseCedula = (text: string): string | null => {
  if (isTooLongForNumber(text)) return null;
  const number = read(text);
  if (number.kind !== 'whole') return null;
  const digits = number.digits.replace(/^0+/, '');
  return digits.length >= MIN && digits.length <= MAX ? digits : null;
};

const LENGTH = `La cédula debe tener de ${MIN} a ${MAX} dígitos.`;
const TOO_LONG = 'Es demasiado texto: escriba solo los dígitos de la cédula.';
const problems = {
  empty: 'Escriba su cédula.',
  spreadsheet: 'Parece venir de una hoja de cálculo: escriba el número sin decimales.',
  separators:
    'Los signos entre los dígitos no son claros: escriba solo los dígitos de la cédula, sin decimales.',
  several: 'Escriba una sola cédula, sin dígito de verificación ni otros números.',
  no_number: 'Escriba solo los dígitos de la cédula.',
};

/** Says in Spanish why a typed cédula is refused, or null when it may be used. */
export const cedulaProblem = (text: string): string | null => {
  if (isTooLongForNumber(text)) return TOO_LONG;
  if (parseCedula(text) !== null) return null;
  const number = read(text);
  if (number.kind !== 'whole') return problems[number.kind];
  const { length } = number.digits.replace(/^0+/, '');
  return length > MAX ? `${LENGTH} Lo escrito tiene ${length}: revise que sea un solo número.` : LENGTH;
};

/** A cédula as logs and screens of others may show it: `•••••4321`. */
export const maskCedula = (cedula: string): string =>
  `${'•'.repeat(Math.max(0, cedula.length - 4))}${cedula.slice(-4)}`;

/** A cédula with dots, as people write it: `1.020.304.050`; a masked one as it is. */
export const formatCedula = (cedula: string): string =>
  /^\d+$/.test(cedula) ? cedula.replace(/\B(?=(\d{3})+$)/g, '.') : cedula;
