import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import { cancelInBatch } from '../record/batch-changes.ts';
import { priority } from '../record/priority.ts';
import type { RecordRow } from '../record/record.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { keepVersion, noteAllowed } from '../store/consents.ts';
import { countEnded } from '../store/count-ended.ts';
import { isErased } from '../store/erased.ts';
import { noteReferrer } from '../store/leaders.ts';
import { removeAnswer } from '../store/records.ts';

type ConsentChanged = DurableEvents['user.consent_changed'];

/**
 * Does what somebody has decided: without consent to the lookup nothing of them is kept and no lookup leaves or is taken;
 * without consent to sharing nobody who invited them is known, so nobody but they and those who administer sees their answer.
 * The event may come twice, and late.
 */
export const noteConsent = (em: EntityManager, event: ConsentChanged, now: Date): Promise<void> =>
  em.transactional(async (tx) => {
    if ((await isErased(tx, event.userId)) || !(await noteAllowed(tx, event))) return;
    const referrerId = event.sharing ? event.referrerId : null;
    if (event.lookup || event.asking === true)
      await setAllowed(tx, event.userId, { referrerId, suspended: !event.lookup }, now);
    else {
      const version = await removeAnswer(tx, event.userId, now);
      if (version !== null) await keepVersion(tx, event.userId, version);
    }
    await noteReferrer(tx, { ...event, referrerId });
  });

/** A lookup that runs began while it was allowed, and ends by itself; nothing is asked for any more. */
const setAllowed = async (
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
