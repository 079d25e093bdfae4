/** Digits only, without the country's 57. */
export const normalisePhone = (text: string): string =>
  text.replace(/[\s().-]/g, '').replace(/^(?:\+|00)?57(?=\d{10}$)/, '');

/** Says in Spanish why a normalised phone is refused, or null when it may be used. */
export const phoneProblem = (phone: string): string | null =>
  /^\d{10}$/.test(phone) ? null : 'El teléfono debe tener 10 dígitos.';
