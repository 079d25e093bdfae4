import { AppError } from '../../../shared/errors.ts';

/** The same for somebody who is not there and somebody whom the actor may not know of. */
export const missingPerson = (): AppError =>
  new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
