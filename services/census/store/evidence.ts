import type { EntityManager } from '@mikro-orm/postgresql';
import type { Evidence } from '../../../shared/contract/evidence.ts';

/** Stores what the page showed when a lookup failed. A repeated report changes nothing. */
export const keepEvidence = async (
  em: EntityManager,
  leaseId: string,
  { page, truncated }: Evidence,
  now: Date,
): Promise<void> => {
  await em.execute(
    `insert into "census"."evidence" ("lease_id", "page", "truncated", "stored_at")
     values (?, decode(?, 'base64'), ?, ?) on conflict ("lease_id") do nothing`,
    [leaseId, page, truncated, now],
  );
};

const PURGE_BATCH = 500;

/**
 * Removes what is older than so many days: evidence may hold somebody's data, and its purpose has an end.
 *
 * @returns how many were removed; when it is a whole batch there may be more
 */
export const purgeEvidence = async (em: EntityManager, days: number, now: Date): Promise<number> => {
  const before = new Date(now.getTime() - days * 24 * 3_600_000);
  const removed = await em.execute(
    `delete from "census"."evidence" where "lease_id" in (
       select "lease_id" from "census"."evidence" where "stored_at" < ? order by "stored_at" limit ?)
     returning "lease_id"`,
    [before, PURGE_BATCH],
  );
  return removed.length;
};
