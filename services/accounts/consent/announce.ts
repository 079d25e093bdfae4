import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

type Registered = Pick<UserRow, 'id' | 'cedula' | 'shared' | 'referrerId'>;

/** What the census is told of somebody to be looked up. It knows who invited them only while they share with them. */
export const registeredEvent = (
  { id: userId, cedula, shared, referrerId = null }: Registered,
  subnet: string,
  at: Date,
): DurableEvents['user.registered'] => ({
  ...{ userId, cedula, referrerId: shared ? referrerId : null },
  ...{ registeredAt: at.toISOString(), subnet },
});

/** Tells the census to look somebody up from now on. */
export const announceRegistered = (
  tx: EntityManager,
  user: Registered,
  subnet: string,
  at: Date,
): Promise<void> => announce(tx, 'accounts', 'user.registered', registeredEvent(user, subnet, at), at);

/**
 * Tells what somebody allows from now on, and those who see them because of it, or did until now; nobody else.
 *
 * @param shown whether they were shown to whoever invited them before
 */
export const announceConsent = async (
  tx: EntityManager,
  user: UserRow,
  allowed: { lookup: boolean; sharing: boolean; asking?: boolean },
  shown: boolean,
  at: Date,
): Promise<void> => {
  const referrerId = shown || allowed.sharing ? (user.referrerId ?? null) : null;
  const referrer = referrerId === null ? null : await tx.findOne(UserEntity, { id: referrerId });
  const coordinatorId = referrer?.role === 'LEADER' ? (referrer.referrerId ?? null) : null;
  const event = { userId: user.id, referrerId, coordinatorId, ...allowed, changedAt: at.toISOString() };
  await announce(tx, 'accounts', 'user.consent_changed', event, at);
};
