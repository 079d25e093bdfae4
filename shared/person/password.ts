const PASSWORD_MIN = 8;
/** Longer ones are refused: hashing them would be a way to make the server work. */
const PASSWORD_MAX = 128;
export const HOLDS_CEDULA = 'No use su cédula como contraseña.';

/**
 * Says in Spanish why a password is refused, or null when it may be used.
 * Length first (NIST SP 800-63B), then the two guesses that an attacker who knows the cédula tries.
 */
export const passwordProblem = (password: string, cedula?: string): string | null => {
  if (password.length < PASSWORD_MIN) return `Use al menos ${PASSWORD_MIN} caracteres.`;
  if (password.length > PASSWORD_MAX) return `Use máximo ${PASSWORD_MAX} caracteres.`;
  if (/^\d+$/.test(password)) return 'No use solo números: agregue letras o símbolos.';
  if (/^(.)\1+$/u.test(password)) return 'No repita un mismo carácter.';
  if (cedula !== undefined && cedula !== '' && password.includes(cedula)) return HOLDS_CEDULA;
  return null;
};
