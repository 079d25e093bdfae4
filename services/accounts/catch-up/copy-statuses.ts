import type { EntityManager } from '@mikro-orm/postgresql';
import type { RecordChange } from '../../../shared/contract/changes.ts';

/**
 * Brings copies of statuses up to date that missed a change, as its event would have done.
 *
 * @returns the changes that had been missed
 */
export const copyStatuses = async (
  em: EntityManager,
  items: readonly RecordChange[],
): Promise<RecordChange[]> => {
  if (items.length === 0) return [];
  const rows = await em.execute<{ id: string }[]>(
    `update "accounts"."users" set "census_status" = "told"."status", "census_version" = "told"."version"
     from jsonb_to_recordset(?::jsonb) as "told" ("userId" uuid, "status" text, "version" integer)
     where "users"."id" = "told"."userId" and "users"."census_version" < "told"."version"
     returning "users"."id"`,
    [JSON.stringify(items.map(({ userId, status, version }) => ({ userId, status, version })))],
  );
  const updated = new Set(rows.map(({ id }) => id));
  return items.filter(({ userId }) => updated.has(userId));
};
