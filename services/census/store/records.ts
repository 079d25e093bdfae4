import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { priority } from '../record/priority.ts';
import { apply, lockRecord } from './apply.ts';
import { lockAllowed } from './consents.ts';
import { countEnded } from './count-ended.ts';
import { isErased, unlessErased } from './erased.ts';
import { releaseProbeOf } from './lanes.ts';
import { subjectOf } from './leaders.ts';
import { nextPersonTurn } from './person-turn.ts';

/**
 * Makes the record of a person who allows to be looked up, due at once. The event may come twice: the second changes nothing.
 * So does one that comes after they have withdrawn, or were erased.
 *
 * @param newerThan the newest version that others know of a record that was lost
 * @returns whether the record is new
 */
export const createRecord = (
  em: EntityManager,
  { userId, cedula, referrerId: invitedBy, subnet = null, registeredAt }: DurableEvents['user.registered'],
  now: Date,
  newerThan = 0,
): Promise<boolean> =>
  em.transactional(async (tx) => {
    if (await isErased(tx, userId)) return false;
    const allowed = await lockAllowed(tx, userId, new Date(registeredAt));
    if (!allowed.lookup) return false;
    const referrerId = allowed.sharing ? await unlessErased(tx, invitedBy) : null;
    const version = Math.max(newerThan, allowed.lastVersion) + 1;
    const { turn, subnetTurn, referrerTurn } = await nextPersonTurn(tx, { subnet, referrerId });
    const inserted = await tx.execute(
      `insert into "census"."records" ("user_id", "cedula", "referrer_id", "status", "attempt", "priority",
         "requested_by", "requested_at", "due_at", "version", "created_at", "updated_at", "trace_id", "subnet",
         "turn", "subnet_turn", "referrer_turn")
       values (?, ?, ?, 'PENDING', 0, ?, ?, ?, ?, ?, ?, ?, gen_random_uuid(), ?, ?, ?, ?)
       on conflict ("user_id") do nothing returning "user_id"`,
      [
        ...[userId, cedula, referrerId, priority.person, userId, now, now, version, now, now],
        ...[subnet, turn, subnetTurn, referrerTurn],
      ],
    );
    if (inserted.length === 0) return false;
    const subject = await subjectOf(tx, { userId, referrerId });
    const changedAt = now.toISOString();
    const event = { ...subject, status: 'PENDING' as const, version, place: null, changedAt };
    await announce(tx, 'census', 'census.updated', event, now);
    return true;
  });

/**
 * Makes a record newer than everything that was told of it: after an older state of the census was restored, others
 * would take its changes for old ones.
 *
 * @returns whether it was older
 */
export const renewVersion = (em: EntityManager, userId: string, told: number, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const row = await lockRecord(tx, userId);
    if (row === null || row.version >= told) return false;
    row.version = told;
    await apply(tx, row, { status: row.status }, now);
    return true;
  });

/**
 * Removes what the census keeps of a person who is not there any more: their answer, and whether they lead.
 *
 * @returns whether there was anything
 */
export const removeRecord = (em: EntityManager, userId: string, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const removed = await removeAnswer(tx, userId, now);
    const leader = await tx.execute('delete from "census"."leaders" where "user_id" = ? returning 1', [
      userId,
    ]);
    return removed !== null || leader.length > 0;
  });

/**
 * Removes a person's answer: record, places and history with its evidence. A lookup that runs is refused when it reports. Who is among
 * those who wait in a batch is passed over there.
 *
 * @param tx a transaction, whose locks are taken in the order record, lane, batch: see `count-ended.ts`
 * @returns the record's version; null when there was none
 */
export const removeAnswer = async (tx: EntityManager, userId: string, now: Date): Promise<number | null> => {
  const row = await lockRecord(tx, userId);
  if (row?.leaseId != null) await releaseProbeOf(tx, row.leaseId, now);
  await tx.execute('delete from "census"."attempts" where "user_id" = ?', [userId]);
  await tx.execute('delete from "census"."records" where "user_id" = ?', [userId]);
  if (row?.batchId != null) await countEnded(tx, [{ batchId: row.batchId, kind: 'skipped' }], now);
  return row?.version ?? null;
};
