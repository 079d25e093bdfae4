import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { closePendingOf } from '../sessions/pending.ts';
import { closeSessionsOf } from '../sessions/sessions.ts';
import {
  ChallengeEntity,
  FactorEntity,
  RecoveryCodeEntity,
  UserEntity,
  type UserRow,
} from '../store/entities.ts';

/** Who takes the factors away and why. `actor` null = whoever has the command line. */
interface Taking {
  actor: Actor | null;
  reason: string;
  ip: string;
}

/** Takes every factor of a locked person away, and ends their sessions: they come in by their password, and begin anew. */
export const takeFactors = async (
  em: EntityManager,
  user: UserRow,
  { actor, reason, ip }: Taking,
  now: Date,
): Promise<void> => {
  await removeFactors(em, user.id, now);
  await audit(em, { actor, action: 'factor.reset', subjectIds: [user.id], ip, detail: reason }, now);
};

/** The same, for what is written down otherwise. */
export const removeFactors = async (em: EntityManager, userId: string, now: Date): Promise<void> => {
  // First, as where a login is finished: in another order the two could wait for each other.
  await closePendingOf(em, userId);
  await em.nativeDelete(FactorEntity, { userId });
  await em.nativeDelete(RecoveryCodeEntity, { userId });
  await em.nativeDelete(ChallengeEntity, { userId });
  await em.nativeUpdate(UserEntity, { id: userId }, { factorSince: null });
  await closeSessionsOf(em, userId, undefined, now);
};

export const nothingToTake = (): AppError =>
  new AppError('no_factor', 'Esta persona no tiene un segundo paso.', { status: 409 });
