import type { EntityManager } from '@mikro-orm/postgresql';

/** What an earlier sending of the same form has done. */
export interface Submitted {
  batchId: string;
  queued: number;
}

/**
 * Finds what this sending did before. The leader's other sendings have ended: their turns come one after the other.
 *
 * @param em inside the transaction that adds
 * @returns null when it comes for the first time, or added nobody
 */
export const findSubmitted = async (
  em: EntityManager,
  leaderId: string,
  submission: string,
): Promise<Submitted | null> => {
  const [batch] = await em.execute<{ id: string; queued: number }[]>(
    `select "id", ("submissions" ->> ?)::int as queued from "census"."batches"
     where "requested_by" = ? and jsonb_exists("submissions", ?) order by "requested_at" desc limit 1`,
    [submission, leaderId, submission],
  );
  return batch === undefined ? null : { batchId: batch.id, queued: batch.queued };
};

export const noteSubmission = async (
  em: EntityManager,
  batchId: string,
  submission: string,
  queued: number,
): Promise<void> => {
  await em.execute(
    `update "census"."batches" set "submissions" = "submissions" || jsonb_build_object(?::text, ?::int) where "id" = ?`,
    [submission, queued, batchId],
  );
};
