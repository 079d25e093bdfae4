import { AppError } from '../../../shared/errors.ts';

const BAD = 'La llave no sirvió para este portal. Intente de nuevo.';

/** @param cause what the library says of it */
export const badPasskey = (cause?: unknown): AppError =>
  new AppError('validation', BAD, { status: 400, fields: { passkey: BAD }, cause });
