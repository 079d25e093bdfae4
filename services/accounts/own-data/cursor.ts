import { AppError } from '../../../shared/errors.ts';

/** Before every entry of the trail when nothing is said. */
const LAST = '9223372036854775807';

/** The entry of the trail behind which a page begins. @throws AppError `validation` (400) for what is none of ours */
export const entryBefore = (cursor: string | undefined): string => {
  if (cursor === undefined) return LAST;
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new AppError('validation', 'El enlace a esta página no es válido: vuelva al comienzo.', {
    status: 400,
    fields: { cursor: 'No es válido.' },
  });
};
