import { AppError } from '../../../shared/errors.ts';
import { inWords } from '../../../shared/time/wait-words.ts';

export const registrationOver = (): AppError =>
  new AppError('registration_over', 'Este registro ya no espera un código. Regístrese de nuevo, o ingrese.', {
    status: 401,
  });

/** @param from when it may be asked again; null = never for this one */
export const tooSoon = (from: Date | null, now: Date): AppError => {
  if (from === null)
    return new AppError(
      'too_soon',
      'Ya le enviamos varios códigos. Espere a que llegue el último, o vuelva a intentarlo mañana.',
      { status: 429, retryAfterS: 24 * 3_600 },
    );
  const seconds = Math.max(1, Math.ceil((from.getTime() - now.getTime()) / 1_000));
  return new AppError('too_soon', `Puede pedir otro código en ${inWords(seconds)}.`, {
    status: 429,
    retryAfterS: seconds,
  });
};

export const wrongCode = (): AppError => {
  const text = 'Ese código no es el último que enviamos, o ya venció. Revíselo, o pida otro.';
  return new AppError('validation', text, { status: 400, fields: { code: text } });
};
