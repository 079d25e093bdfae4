import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';

const PATIENCE_MS = 60_000;

/** How many people registered more than a minute ago without a word of the census about them since. */
export const countWithoutRecord = async (em: EntityManager, now: Date): Promise<number> => {
  const patient = new Date(now.getTime() - PATIENCE_MS);
  const [row] = await readRows(
    em,
    z.object({ count: z.number() }),
    `select count(*)::int as count from "accounts"."users"
     where "census_status" is null and "created_at" < ?
       and exists (select 1 from "accounts"."consents" "given"
         where "given"."user_id" = "users"."id" and "purpose" = 'lookup' and "withdrawn_at" is null
           and "granted_at" < ?)`,
    [patient, patient],
  );
  return row?.count ?? 0;
};
