import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';

/**
 * Takes back that a member's lookup has failed for good: the batch waits for it again, also one that was finished. The
 * member's record is locked before.
 *
 * @returns `cancelled` when nobody wants the lookup any more; `over` when its owner has begun another batch since, or it is
 *   gone: the lookup goes on without it
 */
export const rejoin = async (em: EntityManager, batchId: string): Promise<'waits' | 'over' | 'cancelled'> => {
  const [batch] = await readRows(
    em,
    z.object({ requestedBy: id, cancelled: z.boolean(), finished: z.boolean() }),
    `select "requested_by" as "requestedBy", "cancelled_at" is not null as cancelled, "finished_at" is not null as finished
     from "census"."batches" where "id" = ? for update`,
    [batchId],
  );
  if (batch === undefined) return 'over';
  if (batch.cancelled) return 'cancelled';
  if (batch.finished && (await hasOpenBatch(em, batch.requestedBy))) return 'over';
  await em.execute(
    `update "census"."batches" set "done" = "done" - 1, "failed" = "failed" - 1, "finished_at" = null where "id" = ?`,
    [batchId],
  );
  return 'waits';
};

const hasOpenBatch = async (em: EntityManager, requestedBy: string): Promise<boolean> => {
  const open = await em.execute(
    `select 1 from "census"."batches" where "requested_by" = ? and "finished_at" is null`,
    [requestedBy],
  );
  return open.length > 0;
};
