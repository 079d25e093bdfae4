import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';

/** Members in order, behind a position. */
export const nextMembers = async (
  em: EntityManager,
  batchId: string,
  behind: number,
  limit: number,
): Promise<{ userId: string; position: number }[]> => {
  return readRows(
    em,
    // A bigint, which raw SQL gives as text.
    z.object({ userId: id, position: z.coerce.number() }),
    `select "user_id" as "userId", "position" from "census"."batch_members"
     where "batch_id" = ? and "position" > ? order by "position" limit ?`,
    [batchId, behind, limit],
  );
};

/** Those among them of whom there is no record. */
export const missingOf = async (em: EntityManager, userIds: readonly string[]): Promise<Set<string>> => {
  const known = await readRows(
    em,
    z.object({ id }),
    `select "user_id" as id from "census"."records"
     where "user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(userIds)],
  );
  const ids = new Set(known.map(({ id }) => id));
  return new Set(userIds.filter((id) => !ids.has(id)));
};

export const takeOut = async (
  em: EntityManager,
  batchId: string,
  userIds: readonly string[],
): Promise<void> => {
  await em.execute(
    `delete from "census"."batch_members"
     where "batch_id" = ? and "user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [batchId, JSON.stringify(userIds)],
  );
};
