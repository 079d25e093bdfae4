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
       -- What comes late of a record that is gone with the consent is of nobody any more.
       and not exists (
         select 1 from "accounts"."consents" "ended"
         where "ended"."user_id" = "users"."id" and "ended"."purpose" = 'lookup' and "ended"."withdrawn_at" is not null
           and not exists (
             select 1 from "accounts"."consents" "given" where "given"."user_id" = "users"."id"
               and "given"."purpose" = 'lookup' and "given"."withdrawn_at" is null))
     returning "users"."id"`,
    [JSON.stringify(items.map(({ userId, status, version }) => ({ userId, status, version })))],
  );
  const updated = new Set(rows.map(({ id }) => id));
  return items.filter(({ userId }) => updated.has(userId));
};
