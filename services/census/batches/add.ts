import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Added } from '../../../shared/contract/batches.ts';
import { type BatchTerms, sortOut } from './eligible.ts';
import { findSubmitted, noteSubmission } from './submissions.ts';

/**
 * Adds those who may be asked for to the leader's open batch, or begins one with them.
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
    const [batch] = await tx.execute<{ id: string }[]>(
      `insert into "census"."batches" ("id", "requested_by", "requested_as", "requested_at", "total")
       values (?, ?, ?, ?, 0)
       on conflict ("requested_by") where "finished_at" is null
         do update set "requested_as" = excluded."requested_as"
       returning "id"`,
      [randomUUID(), actor.id, actor.role, now],
    );
    if (batch === undefined) throw new Error('an upsert returns its row');
    const added = await tx.execute<{ user_id: string }[]>(
      `insert into "census"."batch_members" ("batch_id", "user_id")
       select ?, value::uuid from jsonb_array_elements_text(?::jsonb) with ordinality order by ordinality
       on conflict do nothing returning "user_id"`,
      [batch.id, JSON.stringify(eligible)],
    );
    await tx.execute(
      `update "census"."batches" set "total" = "total" + ?,
         "finished_at" = case when "total" + ? = "done" then ?::timestamptz end
       where "id" = ?`,
      [added.length, added.length, now, batch.id],
    );
    if (submission !== undefined) await noteSubmission(tx, batch.id, submission, added.length);
    const queued = new Set(added.map((row) => row.user_id));
    const twice = eligible
      .filter((id) => !queued.has(id))
      .map((id) => ({ id, reason: 'in_progress' as const }));
    return { batchId: batch.id, queued: queued.size, skipped: [...skipped, ...twice] };
  });

/**
 * A leader's calls come one after the other: else two would weigh the same people, and the second would add those whom the queue
 * has taken from the batch meanwhile. Held to the end of the transaction, and taken before any row, so nobody waits in a circle.
 */
const takeTurn = (em: EntityManager, leaderId: string): Promise<unknown> =>
  em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`censo.batch.${leaderId}`]);

const openBatchOf = async (em: EntityManager, leaderId: string): Promise<string | null> => {
  const [batch] = await em.execute<{ id: string }[]>(
    `select "id" from "census"."batches" where "requested_by" = ? and "finished_at" is null`,
    [leaderId],
  );
  return batch?.id ?? null;
};
