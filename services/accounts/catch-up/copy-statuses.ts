import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { RecordChange } from '../../../shared/contract/changes.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';

/** What a change of a record says of its status. */
type StatusChange = Pick<RecordChange, 'userId' | 'status' | 'version'>;

/**
 * Keeps the copies of census statuses; a change that is older than the copy changes nothing.
 *
 * @returns the changes that were news
 */
export const copyStatuses = async <C extends StatusChange>(
  em: EntityManager,
  items: readonly C[],
): Promise<C[]> => {
  if (items.length === 0) return [];
  const rows = await readRows(
    em,
    z.object({ id }),
    `update "accounts"."users" set "census_status" = "told"."status", "census_version" = "told"."version"
     from jsonb_to_recordset(?::jsonb) as "told" ("userId" uuid, "status" text, "version" integer)
     where "users"."id" = "told"."userId" and "users"."census_version" < "told"."version"
     returning "users"."id"`,
    [JSON.stringify(items.map(({ userId, status, version }) => ({ userId, status, version })))],
  );
  const updated = new Set(rows.map(({ id }) => id));
  return items.filter(({ userId }) => updated.has(userId));
};
