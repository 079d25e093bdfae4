import { AppError } from '../errors.ts';

/** Whoever asks has to show first that it is still they. */
export const proofNeeded = (): AppError =>
  new AppError('proof_needed', 'Por seguridad, confirme primero que es usted.', { status: 403 });

/** Whoever asks has a role that demands a second factor, and must set it up first. */
export const factorNeeded = (): AppError =>
  new AppError('factor_needed', 'Su rol necesita un segundo paso al ingresar: actívelo primero.', {
    status: 403,
  });
