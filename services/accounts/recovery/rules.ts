import type { Actor } from '../../../shared/contract/accounts.ts';
import type { RecoveryKind } from '../../../shared/contract/recovery.ts';
import { AppError } from '../../../shared/errors.ts';
import { isStaff } from '../sessions/terms.ts';
import type { UserRow } from '../store/entities.ts';

/** Whoever was staff counts as such for so long: one ADMIN alone can take a role away and give it back. */
const STAFF_MS = 30 * 24 * 3_600_000;

/**
 * Whether one ADMIN is not enough: with a link or without a factor one of them could become another, or anybody who
 * protects themselves with more than a password.
 */
export const needsTwo = (
  kind: RecoveryKind,
  { role, staffUntil, factorSince }: Pick<UserRow, 'role' | 'staffUntil' | 'factorSince'>,
  now: Date,
): boolean =>
  kind === 'factor' ||
  isStaff(role) ||
  factorSince != null ||
  (staffUntil != null && now.getTime() - staffUntil.getTime() < STAFF_MS);

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
