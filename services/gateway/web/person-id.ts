import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** @throws AppError `not_found` (404) for what is no id: it is nobody's */
export const personId = (given: unknown): string => {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
  return parsed.data;
};
