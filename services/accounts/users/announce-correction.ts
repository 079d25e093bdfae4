import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { announceRole } from './announce-role.ts';

/** What is said of a person from now on. */
interface Corrected {
  user: Pick<UserRow, 'id' | 'referrerId' | 'role' | 'shared'>;
  /** The new one; null when it is the same as before, which then stays here. */
  cedula: string | null;
  /** Who had invited them as it was said before; left out when that is the same. */
  formerReferrerId?: string | null;
}

/**
 * Tells the other services who somebody is after a correction, and who invited them while they share with them. Inside the
 * transaction that corrects.
 */
export const announceCorrection = async (
  em: EntityManager,
  { user, cedula, formerReferrerId }: Corrected,
  now: Date,
): Promise<void> => {
  const { id: userId, referrerId = null, shared } = user;
  const seen =
    formerReferrerId === undefined || !shared
      ? {}
      : {
          coordinatorId: await coordinatorOf(em, referrerId),
          formerReferrerId,
          formerCoordinatorId: await coordinatorOf(em, formerReferrerId),
        };
  const event = { userId, cedula, referrerId: shared ? referrerId : null, ...seen };
  await announce(em, 'accounts', 'user.corrected', { ...event, correctedAt: now.toISOString() }, now);
  // Who coordinates those whom a leader referred hangs on who referred the leader.
  if (user.role !== 'USER' && cedula === null) await announceRole(em, user, now);
};

/** Who referred the LEADER who referred somebody: their pages show both. */
const coordinatorOf = async (em: EntityManager, referrerId: string | null): Promise<string | null> => {
  const referrer = referrerId === null ? null : await em.findOne(UserEntity, { id: referrerId });
  return referrer?.role === 'LEADER' ? (referrer.referrerId ?? null) : null;
};
