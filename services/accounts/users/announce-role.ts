import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import type { UserRow } from '../store/entities.ts';

/**
 * Tells the other services which role a person has from now on, and who invited them while they share with them. Inside the
 * transaction that gives it.
 */
export const announceRole = (
  em: EntityManager,
  { id: userId, referrerId = null, role, shared }: Pick<UserRow, 'id' | 'referrerId' | 'role' | 'shared'>,
  now: Date,
): Promise<void> =>
  announce(
    em,
    'accounts',
    'user.role_changed',
    { userId, referrerId: shared ? referrerId : null, role, changedAt: now.toISOString() },
    now,
  );
