import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import type { UserRow } from '../store/entities.ts';
import { announceRole } from './announce-role.ts';

/**
 * Tells the other services who somebody is after a correction, and who invited them while they share with them. Inside the transaction that corrects.
 *
 * @param cedula the new one; null when it is the same as before, which then stays here
 */
export const announceCorrection = async (
  em: EntityManager,
  user: Pick<UserRow, 'id' | 'referrerId' | 'role' | 'shared'>,
  cedula: string | null,
  now: Date,
): Promise<void> => {
  const { id: userId, referrerId = null, shared } = user;
  const event = { userId, cedula, referrerId: shared ? referrerId : null, correctedAt: now.toISOString() };
  await announce(em, 'accounts', 'user.corrected', event, now);
  // Who coordinates those whom a leader referred hangs on who referred the leader.
  if (user.role !== 'USER' && cedula === null) await announceRole(em, user, now);
};
