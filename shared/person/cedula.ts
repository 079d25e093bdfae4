/** Digits a cédula may have once dots, spaces and leading zeros are gone (registraduria.md). */
const CEDULA = /^[1-9]\d{5,9}$/;

/**
 * Normalises a typed cédula: dots and spaces are accepted, leading zeros dropped.
 *
 * @returns 6 to 10 digits, or null when the text is not a cédula
 */
export const parseCedula = (text: string): string | null => {
  const compact = text.replace(/[.\s\u00a0]/g, '');
  if (!/^\d+$/.test(compact)) return null;
  const digits = compact.replace(/^0+/, '');
  return CEDULA.test(digits) ? digits : null;
};

/** Says in Spanish why a typed cédula is refused, or null when it may be used. */
export const cedulaProblem = (text: string): string | null => {
  if (parseCedula(text) !== null) return null;
  return text.trim() === '' ? 'Escriba su cédula.' : 'La cédula debe tener de 6 a 10 dígitos.';
};

/** A cédula as logs and screens of others may show it: `•••••4321`. */
export const maskCedula = (cedula: string): string =>
  `${'•'.repeat(Math.max(0, cedula.length - 4))}${cedula.slice(-4)}`;

/** A cédula with dots, as people write it: `1.020.304.050`. */
export const formatCedula = (cedula: string): string => cedula.replace(/\B(?=(\d{3})+$)/g, '.');
