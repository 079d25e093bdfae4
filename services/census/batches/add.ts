import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Added } from '../../../shared/contract/batches.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { type BatchTerms, sortOut } from './eligible.ts';

const idRule = z.object({ id });

/**
 * Adds those who may be asked for to the actor's open batch, or begins one with them.
 *
 * @param submission the form that asks; sent twice, it is answered with what the first time did
 */
export const addToBatch = (
  em: EntityManager,
  terms: BatchTerms,
  userIds: readonly string[],
  now: Date,
  submission?: string,
): Promise<Added> =>
  em.transactional(async (tx) => {
    const { actor } = terms;
    await takeTurn(tx, actor.id);
    const before = submission === undefined ? null : await findSubmitted(tx, actor.id, submission);
    if (before !== null) return { ...before, skipped: [] };
    const { eligible, skipped } = await sortOut(tx, terms, userIds, now);
    if (eligible.length === 0) return { batchId: await openBatchOf(tx, actor.id), queued: 0, skipped };
    const [batch] = await readRows(
      tx,
      idRule,
      `insert into "census"."batches" ("id", "requested_by", "requested_as", "requested_at", "total")
       values (?, ?, ?, ?, 0)
       on conflict ("requested_by") where "finished_at" is null
         do update set "requested_as" = excluded."requested_as"
       returning "id"`,
      [randomUUID(), actor.id, actor.role, now],
    );
    if (batch === undefined) throw new Error('an upsert returns its row');
    const added = await readRows(
      tx,
      idRule,
      `insert into "census"."batch_members" ("batch_id", "user_id")
       select ?, value::uuid from jsonb_array_elements_text(?::jsonb) with ordinality order by ordinality
       on conflict do nothing returning "user_id" as id`,
      [batch.id, JSON.stringify(eligible)],
    );
    await tx.execute(
      `update "census"."batches" set "total" = "total" + ?,
         "finished_at" = case when "total" + ? = "done" then ?::timestamptz end
       where "id" = ?`,
      [added.length, added.length, now, batch.id],
    );
    if (submission !== undefined) await noteSubmission(tx, batch.id, submission, added.length);
    const queued = new Set(added.map(({ id }) => id));
    const twice = eligible
      .filter((id) => !queued.has(id))
      .map((id) => ({ id, reason: 'in_progress' as const }));
    return { batchId: batch.id, queued: queued.size, skipped: [...skipped, ...twice] };
  });

/**
 * An owner's calls come one after the other: else two would weigh the same people, and the second would add those whom the queue
 * has taken from the batch meanwhile. Held to the end of the transaction, and taken before any row, so nobody waits in a circle.
 */
const takeTurn = (em: EntityManager, requestedBy: string): Promise<unknown> =>
  em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`censo.batch.${requestedBy}`]);

const openBatchOf = async (em: EntityManager, requestedBy: string): Promise<string | null> => {
  const [batch] = await readRows(
    em,
    idRule,
    `select "id" from "census"."batches" where "requested_by" = ? and "finished_at" is null`,
    [requestedBy],
  );
  return batch?.id ?? null;
};

/** What an earlier sending of the same form has done. */
interface Submitted {
  batchId: string;
  queued: number;
}

/**
 * Finds what this sending did before. The owner's other sendings have ended: their turns come one after the other.
 *
 * @param em inside the transaction that adds
 * @returns null when it comes for the first time, or added nobody
 */
const findSubmitted = async (
  em: EntityManager,
  requestedBy: string,
  submission: string,
): Promise<Submitted | null> => {
  const [batch] = await readRows(
    em,
    z.object({ batchId: id, queued: z.number() }),
    `select "id" as "batchId", ("submissions" ->> ?)::int as queued from "census"."batches"
     where "requested_by" = ? and jsonb_exists("submissions", ?) order by "requested_at" desc limit 1`,
    [submission, requestedBy, submission],
  );
  return batch ?? null;
};

const noteSubmission = async (
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
