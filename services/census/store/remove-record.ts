import type { EntityManager } from '@mikro-orm/postgresql';
import { lockRecord } from './apply.ts';
import { countEnded } from './count-ended.ts';
import { releaseProbeOf } from './lanes.ts';

/**
 * Removes what the census keeps of a person who is not there any more: record, history with its evidence, and whether they
 * lead. A lookup that runs is refused when it reports. Who is among those who wait in a batch is passed over there.
 *
 * @returns whether there was anything
 */
export const removeRecord = (em: EntityManager, userId: string, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const row = await lockRecord(tx, userId);
    // Locks in the order record, lane, batch: see `count-ended.ts`.
    if (row?.leaseId != null) await releaseProbeOf(tx, row.leaseId, now);
    await tx.execute('delete from "census"."attempts" where "user_id" = ?', [userId]);
    const removed = await tx.execute(
      `with "record" as (delete from "census"."records" where "user_id" = ? returning 1),
         "leader" as (delete from "census"."leaders" where "user_id" = ? returning 1)
       select 1 from "record" union all select 1 from "leader"`,
      [userId, userId],
    );
    if (row?.batchId != null) await countEnded(tx, [{ batchId: row.batchId, kind: 'skipped' }], now);
    return removed.length > 0;
  });
