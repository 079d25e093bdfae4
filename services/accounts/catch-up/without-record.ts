import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';

const PATIENCE_MS = 60_000;

/** How many people registered more than a minute ago without a word of the census about them since. */
export const countWithoutRecord = async (em: EntityManager, now: Date): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ count: z.number() }),
    `select count(*)::int as count from "accounts"."users"
     where "census_status" is null and "created_at" < ?
       and exists (select 1 from "accounts"."consents" where "user_id" = "users"."id")`,
    [new Date(now.getTime() - PATIENCE_MS)],
  );
  return row?.count ?? 0;
};
