import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { type Ask, transact } from '../../../shared/persistence/prepared.ts';
import { withTrace } from '../../../shared/tracing/traced-event.ts';
import { apply, lockRecord } from './apply.ts';
import { countEnded } from './count-ended.ts';
import { makeRecord, newcomerRow } from './create-sql.ts';
import { lockPeopleSql, personHash } from './erased.ts';
import { releaseProbeOf } from './lanes.ts';
import { turnAmong } from './person-turn.ts';

type Registered = DurableEvents['user.registered'];

/**
 * Makes the record of a person who allows to be looked up, due at once. The event may come twice: the second changes nothing.
 * So does one that comes after they have withdrawn, or were erased.
 *
 * @param newerThan the newest version that others know of a record that was lost
 * @returns whether the record is new
 */
export const createRecord = (
  em: EntityManager,
  registered: Registered,
  now: Date,
  newerThan = 0,
): Promise<boolean> =>
  transact(em, (ask) => recordOf(ask, registered, now, newerThan), {
    first: lockPeopleSql(registered.userId, registered.referrerId),
  });

/**
 * The same in a transaction that has the locks of `erased.ts` for both.
 *
 * @returns whether the record is new
 */
export const recordOf = async (
  ask: Ask,
  { userId, cedula, referrerId: invitedBy, subnet = null, registeredAt }: Registered,
  now: Date,
  newerThan: number,
): Promise<boolean> => {
  const [newcomer] = await ask(newcomerRow, [
    ...[userId, personHash(userId), new Date(registeredAt), subnet],
    ...[invitedBy, invitedBy === null ? null : personHash(invitedBy)],
  ]);
  if (newcomer === undefined || !newcomer.lookup) return false;
  const { referrerId, toldReferrerId, coordinatorId, lastVersion } = newcomer;
  const version = Math.max(newerThan, lastVersion) + 1;
  const { turn, subnetTurn, referrerTurn } = turnAmong(newcomer, { subnet, referrerId });
  const told: DurableEvents['census.updated'] = {
    ...{ userId, referrerId: toldReferrerId, coordinatorId },
    ...{ status: 'PENDING', version, place: null, changedAt: now.toISOString() },
  };
  const made = await ask(makeRecord, [
    ...[userId, cedula, referrerId, now, version, subnet, turn, subnetTurn, referrerTurn],
    JSON.stringify(withTrace(told)),
  ]);
  return made.length > 0;
};

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
