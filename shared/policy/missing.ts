import { AppError } from '../errors.ts';

/** The same for somebody who is not there and somebody whom the actor may not know of. */
export const missingPerson = (): AppError =>
  new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });

/** The same for a batch that is not there and somebody else's. */
export const missingBatch = (): AppError =>
  new AppError('not_found', 'No encontramos esta actualización: vuelva a la lista de referidos.', {
    status: 404,
  });
