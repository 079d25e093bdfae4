import type { EntityManager } from '@mikro-orm/postgresql';

/** How a member's part of a batch ended. */
export interface Ended {
  batchId: string;
  kind: 'answered' | 'failed' | 'skipped';
}

/**
 * Counts members that have ended, in the transaction that ended them; the last one ends the batch.
 *
 * Who waits for locks takes them in the order record, lane, batch. What begins with a lane (leasing) or with a batch (feeding
 * it, cancelling it) passes over the records that another transaction has, so nobody waits in a circle.
 */
export const countEnded = async (em: EntityManager, ended: readonly Ended[], now: Date): Promise<void> => {
  const byBatch = Map.groupBy(ended, ({ batchId }) => batchId);
  for (const batchId of [...byBatch.keys()].sort()) {
    const members = byBatch.get(batchId) ?? [];
    const count = (kind: Ended['kind']) => members.filter((member) => member.kind === kind).length;
    await em.execute(
      `update "census"."batches" set "done" = "done" + ?, "failed" = "failed" + ?, "skipped" = "skipped" + ?,
         "finished_at" = case when "done" + ? = "total" then coalesce("finished_at", ?) else "finished_at" end
       where "id" = ?`,
      [members.length, count('failed'), count('skipped'), members.length, now, batchId],
    );
  }
};
