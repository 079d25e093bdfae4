import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { missingBatch } from '../../../shared/policy/missing.ts';
import { cancelInBatch } from '../record/batch-changes.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity } from '../record/record.ts';
import { applyAll } from '../store/apply.ts';

/**
 * Cancels a batch: nobody more is asked for, and who only waits is again what they were. Lookups that run finish, and so
 * does what somebody has asked for by itself since. One that has ended already stays as it is.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing batch
 */
export const cancelBatch = (em: EntityManager, actor: Actor, batchId: string, now: Date): Promise<void> =>
  em.transactional(async (tx) => {
    const [batch] = await readRows(
      tx,
      z.object({ finished: z.boolean() }),
      `select "finished_at" is not null as finished from "census"."batches" where "id" = ? and "requested_by" = ? for update`,
      [batchId, actor.id],
    );
    if (batch === undefined) throw missingBatch();
    if (batch.finished) return;
    await tx.execute('delete from "census"."batch_members" where "batch_id" = ?', [batchId]);
    // Before its records are counted: the last of them must not say that it was finished.
    await tx.execute('update "census"."batches" set "cancelled_at" = ?, "finished_at" = ? where "id" = ?', [
      now,
      now,
      batchId,
    ]);
    // A record that another transaction has is being leased or answered at this moment: that goes on.
    const rows = await tx.find(
      RecordEntity,
      { batchId, leaseId: null, priority: priority.batch },
      { orderBy: { userId: 'asc' }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    await applyAll(
      tx,
      rows.map((row) => ({ row, change: cancelInBatch(row, now) })),
      now,
    );
  });
