import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
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
    if (event.lookup) await setReferrer(tx, event.userId, referrerId, now);
    else {
      const version = await removeAnswer(tx, event.userId, now);
      if (version !== null) await keepVersion(tx, event.userId, version);
    }
    await noteReferrer(tx, { ...event, referrerId });
  });

const setReferrer = async (
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
