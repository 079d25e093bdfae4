import { AppError } from '../errors.ts';

/** Whoever asks has no session any more. @param cause what told so, for the log */
export const sessionOver = (cause?: unknown): AppError =>
  new AppError('unauthenticated', 'Su sesión terminó. Ingrese de nuevo para continuar.', {
    status: 401,
    cause,
  });
