import type { EntityManager } from '@mikro-orm/postgresql';

/** Members in order, behind a position. */
export const nextMembers = async (
  em: EntityManager,
  batchId: string,
  behind: number,
  limit: number,
): Promise<{ userId: string; position: number }[]> => {
  const rows = await em.execute<{ user_id: string; position: string }[]>(
    `select "user_id", "position" from "census"."batch_members"
     where "batch_id" = ? and "position" > ? order by "position" limit ?`,
    [batchId, behind, limit],
  );
  return rows.map((row) => ({ userId: row.user_id, position: Number(row.position) }));
};

/** Those among them of whom there is no record. */
export const missingOf = async (em: EntityManager, userIds: readonly string[]): Promise<Set<string>> => {
  const known = await em.execute<{ user_id: string }[]>(
    `select "user_id" from "census"."records"
     where "user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(userIds)],
  );
  const ids = new Set(known.map((row) => row.user_id));
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
