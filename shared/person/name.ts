/** Letters of any alphabet with their accents, joined by single spaces, hyphens or apostrophes. */
const NAME = /^\p{L}\p{M}*(?:[ '’-]?\p{L}\p{M}*)*$/u;
export const NAME_MAX = 60;

/** Composed accents, single spaces, none at the ends. */
export const normaliseName = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');

/** Says in Spanish why a normalised name is refused, or null when it may be used. */
export const nameProblem = (name: string): string | null => {
  if (name.length < 2) return 'Escriba su nombre completo (mínimo 2 letras).';
  if (name.length > NAME_MAX) return `El nombre debe tener máximo ${NAME_MAX} caracteres.`;
  return NAME.test(name) ? null : 'Use solo letras, espacios, guion y apóstrofo.';
};
