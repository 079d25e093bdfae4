const PASSWORD_MIN = 8;
/** Longer ones are refused: hashing them would be a way to make the server work. */
export const PASSWORD_MAX = 128;
export const HOLDS_CEDULA = 'No use su cédula como contraseña.';

/**
 * Says in Spanish why a password is refused for what anybody can see at once: its length, and the cédula in it, however it
 * is written. Null when there is nothing; how easy it is to guess is for `strength/` to say, on the server.
 */
export const passwordProblem = (password: string, cedula?: string): string | null => {
  if (password.length < PASSWORD_MIN) return `Use al menos ${PASSWORD_MIN} caracteres.`;
  if (password.length > PASSWORD_MAX) return `Use máximo ${PASSWORD_MAX} caracteres.`;
  const digits = password.replace(/[\s.,'’-]/g, '');
  return cedula !== undefined && cedula !== '' && digits.includes(cedula) ? HOLDS_CEDULA : null;
};
