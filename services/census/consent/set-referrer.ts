import type { EntityManager } from '@mikro-orm/postgresql';
import { cancelInBatch } from '../record/batch-changes.ts';
import { priority } from '../record/priority.ts';
import type { RecordRow } from '../record/record.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { countEnded } from '../store/count-ended.ts';

/** Has somebody's answer follow who invited them, or nobody. Who waits in a batch of the one before leaves it. */
export const setReferrer = async (
  tx: EntityManager,
  userId: string,
  referrerId: string | null,
  now: Date,
): Promise<void> => {
  const row = await lockRecord(tx, userId);
  if (row === null || (row.referrerId ?? null) === referrerId) return;
  row.referrerId = referrerId;
  if (row.batchId == null || row.leaseId != null || row.priority !== priority.batch)
    return apply(tx, row, { status: row.status }, now);
  await leaveBatch(tx, row, row.batchId, now);
};

/** Whoever made the batch may not ask for them any more; what runs ends by itself. */
const leaveBatch = async (tx: EntityManager, row: RecordRow, batchId: string, now: Date): Promise<void> => {
  const change = cancelInBatch(row, now);
  await apply(tx, row, change, now);
  // A failure that waited for its retry has counted itself.
  if (change.batchId === null) await countEnded(tx, [{ batchId, kind: 'skipped' }], now);
};
