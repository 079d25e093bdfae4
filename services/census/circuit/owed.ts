import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Writes down that these attempts are to be given back to their people, whose records may be held by others just now:
 * see `queue/refund.ts`. In one order, because two lanes may owe the same.
 */
export const oweRefunds = async (em: EntityManager, leaseIds: readonly string[]): Promise<void> => {
  if (leaseIds.length === 0) return;
  await em.execute(
    `update "census"."attempts" set "refund" = 'owed' where "lease_id" in (
       select "lease_id" from "census"."attempts"
       where "lease_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and "refund" is null
       order by "lease_id" for no key update)`,
    [JSON.stringify(leaseIds)],
  );
};
