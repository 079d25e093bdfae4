import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** @throws AppError `not_found` (404) for what is no id: there is no such batch */
export const batchIdOf = (given: unknown): string => {
  const parsed = z.uuid().safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError('not_found', 'No encontramos esta actualización: vuelva a la lista de referidos.', {
    status: 404,
  });
};
