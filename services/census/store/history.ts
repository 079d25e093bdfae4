import type { EntityManager } from '@mikro-orm/postgresql';

const PURGE_BATCH = 500;
const DAY_MS = 24 * 3_600_000;

/**
 * Removes attempts that ended longer ago, with their evidence; not one that is to be given back, nor one that may still
 * report.
 *
 * @returns how many were removed; when it is a whole batch there may be more
 */
export const purgeHistory = async (em: EntityManager, days: number, now: Date): Promise<number> => {
  const removed = await em.execute<object[]>(
    `delete from "census"."attempts" where "lease_id" in (
       select "lease_id" from "census"."attempts"
       where "started_at" < ? and "finished_at" is not null and "refund" is distinct from 'owed'
       order by "started_at" limit ?)
     returning "lease_id"`,
    [new Date(now.getTime() - days * DAY_MS), PURGE_BATCH],
  );
  return removed.length;
};
