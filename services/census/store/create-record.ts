import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { priority } from '../record/priority.ts';
import { subjectOf } from './leaders.ts';

/**
 * Makes the record of a person who registered, due at once. The event may come twice: the second changes nothing.
 *
 * @param version higher than 1 for one that was lost, of which others know versions
 * @returns whether the record is new
 */
export const createRecord = (
  em: EntityManager,
  { userId, cedula, referrerId }: DurableEvents['user.registered'],
  now: Date,
  version = 1,
): Promise<boolean> =>
  em.transactional(async (tx) => {
    const inserted = await tx.execute(
      `insert into "census"."records" ("user_id", "cedula", "referrer_id", "status", "attempt", "priority",
         "requested_by", "requested_at", "due_at", "version", "created_at", "updated_at", "trace_id")
       values (?, ?, ?, 'PENDING', 0, ?, ?, ?, ?, ?, ?, ?, gen_random_uuid())
       on conflict ("user_id") do nothing returning "user_id"`,
      [userId, cedula, referrerId, priority.person, userId, now, now, version, now, now],
    );
    if (inserted.length === 0) return false;
    const subject = await subjectOf(tx, { userId, referrerId });
    const changedAt = now.toISOString();
    const event = { ...subject, status: 'PENDING' as const, version, changedAt };
    await announce(tx, 'census', 'census.updated', event, now);
    return true;
  });
