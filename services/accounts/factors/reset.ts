import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
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
import { lockBoth } from '../users/lock-both.ts';

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
  const userId = user.id;
  // First, as where a login is finished: in another order the two could wait for each other.
  await closePendingOf(em, userId);
  await em.nativeDelete(FactorEntity, { userId });
  await em.nativeDelete(RecoveryCodeEntity, { userId });
  await em.nativeDelete(ChallengeEntity, { userId });
  await em.nativeUpdate(UserEntity, { id: userId }, { factorSince: null });
  await closeSessionsOf(em, userId, undefined, now);
  await audit(em, { actor, action: 'factor.reset', subjectIds: [userId], ip, detail: reason }, now);
};

/**
 * An ADMIN lets somebody in again who has lost their factor and its codes; never themselves.
 *
 * @throws AppError `forbidden`, `own_factors` (403), `not_found` (404), `no_factor` (409)
 */
export const resetFactors = (
  em: EntityManager,
  { actor, userId, reason, ip }: ActionParams<'accounts.resetFactors'>,
  now: Date,
): Promise<void> => {
  authorize(actor, 'administer');
  if (actor.id === userId)
    throw new AppError(
      'own_factors',
      'Nadie se quita así su propio segundo paso; hágalo en la seguridad de su cuenta.',
      { status: 403 },
    );
  return em.transactional(async (tx) => {
    const { by, person } = await lockBoth(tx, actor, userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    if (person.factorSince == null) throw nothingToTake();
    await takeFactors(tx, person, { actor, reason, ip }, now);
  });
};

export const nothingToTake = (): AppError =>
  new AppError('no_factor', 'Esta persona no tiene un segundo paso.', { status: 409 });
