import { AppError } from '../../../shared/errors.ts';
import type { UserRow } from '../store/entities.ts';

/** @throws AppError `account_suspended` (403); said only to who gave the right password */
export const assertNotSuspended = ({ suspendedAt }: Pick<UserRow, 'suspendedAt'>): void => {
  // Of a row that was just made nobody has said it.
  if (suspendedAt == null) return;
  throw new AppError(
    'account_suspended',
    'Su cuenta está suspendida. Si cree que es un error, escriba al equipo del portal.',
    { status: 403 },
  );
};
