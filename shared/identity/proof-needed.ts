import { AppError } from '../errors.ts';

/** Whoever asks has to show first that it is still they. */
export const proofNeeded = (): AppError =>
  new AppError('proof_needed', 'Por seguridad, confirme primero que es usted.', { status: 403 });
