import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { RecordRow } from '../record/record.ts';
import { apply, lockRecord } from './apply.ts';
import { countEnded } from './count-ended.ts';
import { releaseProbeOf } from './lanes.ts';
import { createRecord } from './records.ts';

type Correction = DurableEvents['user.corrected'];

/**
 * Follows a correction of who somebody is: who invited them sees their answer from now on, and with another cédula the
 * record begins anew, because the old answer, its history and its evidence are another number's. A correction that is
 * older than one that was followed changes nothing; nor does one of who has no record, which is made from what is right.
 *
 * @returns whether there is something to look up
 */
export const correctRecord = (em: EntityManager, told: Correction, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const row = await lockRecord(tx, told.userId);
    const correctedAt = new Date(told.correctedAt);
    if (row === null || (row.correctedAt != null && row.correctedAt > correctedAt)) return false;
    if (told.cedula !== null && told.cedula !== row.cedula) {
      await beginAnew(tx, row, { ...told, cedula: told.cedula }, now);
      return true;
    }
    row.correctedAt = correctedAt;
    if ((row.referrerId ?? null) === told.referrerId) {
      await tx.flush();
      return false;
    }
    row.referrerId = told.referrerId;
    await apply(tx, row, { status: row.status }, now);
    return false;
  });

/** A lookup that runs is refused when it reports: its lease is gone. */
const beginAnew = async (
  em: EntityManager,
  { userId, leaseId, batchId, version }: RecordRow,
  { cedula, referrerId, correctedAt }: Correction & { cedula: string },
  now: Date,
): Promise<void> => {
  // Locks in the order record, lane, batch: see `count-ended.ts`.
  if (leaseId != null) await releaseProbeOf(em, leaseId, now);
  await em.execute('delete from "census"."attempts" where "user_id" = ?', [userId]);
  await em.execute('delete from "census"."records" where "user_id" = ?', [userId]);
  em.clear();
  await createRecord(em, { userId, cedula, referrerId, registeredAt: correctedAt }, now, version + 1);
  await em.execute('update "census"."records" set "corrected_at" = ? where "user_id" = ?', [
    correctedAt,
    userId,
  ]);
  if (batchId != null) await countEnded(em, [{ batchId, kind: 'skipped' }], now);
};
