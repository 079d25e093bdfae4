import type { EntityManager } from '@mikro-orm/postgresql';
import { isFailure } from '../../../shared/policy/access.ts';
import { cancelInBatch } from '../record/batch-changes.ts';
import { priority } from '../record/priority.ts';
import type { RecordRow } from '../record/record.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { countEnded } from '../store/count-ended.ts';

/**
 * Has somebody's answer follow who sees it, and whether it may be asked for. A lookup that runs began while it was allowed,
 * and ends by itself; nothing is asked for any more.
 */
export const setAllowed = async (
  tx: EntityManager,
  userId: string,
  { referrerId, suspended }: { referrerId: string | null; suspended: boolean },
  now: Date,
): Promise<void> => {
  const row = await lockRecord(tx, userId);
  if (row === null || ((row.referrerId ?? null) === referrerId && row.suspended === suspended)) return;
  const resumes = row.suspended && !suspended && waitedFor(row);
  Object.assign(row, { referrerId, suspended });
  const isInBatch = row.batchId != null && row.leaseId == null && row.priority === priority.batch;
  if (isInBatch) return leaveBatch(tx, row, row.batchId ?? '', now);
  const dueAt = resumes ? { dueAt: now } : {};
  await apply(tx, row, { status: row.status, ...dueAt }, now);
};

/** Whether somebody waits for its lookup: for the first one, or after one that failed. */
const waitedFor = (row: RecordRow): boolean =>
  row.leaseId == null && (row.status === 'PENDING' || isFailure(row.status));

/** Whoever made the batch may not ask for them any more; what runs ends by itself. */
const leaveBatch = async (tx: EntityManager, row: RecordRow, batchId: string, now: Date): Promise<void> => {
  const change = cancelInBatch(row, now);
  await apply(tx, row, change, now);
  // A failure that waited for its retry has counted itself.
  if (change.batchId === null) await countEnded(tx, [{ batchId, kind: 'skipped' }], now);
};
