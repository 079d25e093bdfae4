import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import { priority } from '../record/priority.ts';

/**
 * Turns make the owners of batches alternate: each waiting record of an owner has a turn one higher than the last, and the
 * queue is served by turn. Whoever comes later begins at the turn that is being served now, not behind everybody; a retry that
 * waits for its time is not being served.
 *
 * @returns the turn of the next record of this owner's batch; 1 or more
 */
export const nextTurn = async (em: EntityManager, requestedBy: string, now: Date): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ own: z.number(), serving: z.number() }),
    `select
       (select coalesce(max("turn"), 0) from "census"."records"
        where "requested_by" = ? and "turn" > 0 and "due_at" is not null) as own,
       (select coalesce(min("turn"), 1) from "census"."records"
        where "priority" = ? and "due_at" <= ?) as serving`,
    [requestedBy, priority.batch, now],
  );
  return Math.max((row?.own ?? 0) + 1, row?.serving ?? 1);
};
