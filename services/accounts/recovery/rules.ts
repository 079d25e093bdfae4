import type { Actor } from '../../../shared/contract/accounts.ts';
import type { RecoveryKind } from '../../../shared/contract/recovery.ts';
import { AppError } from '../../../shared/errors.ts';
import type { UserRow } from '../store/entities.ts';

/**
 * Whether one ADMIN is not enough: with a link or without a factor one of them could become another, or anybody who
 * protects themselves with more than a password.
 */
export const needsTwo = (kind: RecoveryKind, { role }: Pick<UserRow, 'role'>): boolean =>
  kind === 'factor' || role === 'ADMIN';

/** @throws AppError `own_account` (403) */
export const assertNotOwn = (actor: Actor, userId: string): void => {
  if (actor.id !== userId) return;
  throw new AppError(
    'own_account',
    'Nadie recupera así su propia cuenta; pídalo a otra persona que administre.',
    {
      status: 403,
    },
  );
};

/** @throws AppError `own_request` (403) */
export const assertAnother = (actor: Actor, askedBy: string | null | undefined): void => {
  if (actor.id !== askedBy) return;
  throw new AppError(
    'own_request',
    'Lo decide otra persona que administre, no quien lo pidió. Así nadie entra solo a la cuenta de otro.',
    { status: 403 },
  );
};
