import { AppError } from '../../../shared/errors.ts';

/** The answer for a record that is missing, and for one that is nobody's business. */
export const missingRecord = (): AppError =>
  new AppError('not_found', 'No hay una consulta del censo para esta persona.', { status: 404 });
