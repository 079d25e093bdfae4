import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Changed } from '../../../shared/contract/changes.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';

/** Those among the removed of whom the census has something still, or does not know that they were removed. */
export const stillKnown = async <C extends Changed>(
  em: EntityManager,
  removed: readonly C[],
): Promise<C[]> => {
  if (removed.length === 0) return [];
  const rows = await readRows(
    em,
    z.object({ id }),
    `select value as "id" from jsonb_array_elements_text(?::jsonb)
     where not exists (select 1 from "census"."erased" where "person_hash" = sha256(convert_to(value, 'UTF8')))
       or exists (select 1 from "census"."records" where "user_id" = value::uuid)
       or exists (select 1 from "census"."leaders" where "user_id" = value::uuid)`,
    [JSON.stringify(removed.map(({ userId }) => userId))],
  );
  const known = new Set(rows.map(({ id }) => id));
  return removed.filter(({ userId }) => known.has(userId));
};
