import { type FilterQuery, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import type { UserRow } from '../store/entities.ts';

/** Their term ends, no notice reached them, and they were not here since: they stay until somebody tells them. */
const UNREACHED = `"told_at" is null and "unreached_at" >= "active_at"`;

/** Those whom retention cannot tell, among everybody. */
export const unreached = (): FilterQuery<UserRow> => ({
  [raw(
    (alias) =>
      `exists (select 1 from "accounts"."activity" where "activity"."user_id" = "${alias}"."id" and ${UNREACHED})`,
  )]: true,
});

/** How many they are. */
export const countUnreached = async (em: EntityManager): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ count: z.number() }),
    `select count(*)::int as "count" from "accounts"."activity" where ${UNREACHED}`,
  );
  return row?.count ?? 0;
};
