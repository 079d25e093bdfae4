import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PersonChange } from '../../../shared/contract/changes.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';

export type Removal = Extract<PersonChange, { kind: 'removed' }>;

/**
 * Those among the removed of whom the census has something still, or does not know that they were removed, or not by the
 * seal that accounts makes now.
 */
export const stillKnown = async (em: EntityManager, removed: readonly Removal[]): Promise<Removal[]> => {
  if (removed.length === 0) return [];
  const rows = await readRows(
    em,
    z.object({ id }),
    `select "id" from jsonb_to_recordset(?::jsonb) as "told" ("id" text, "seal" text)
     where not exists (select 1 from "census"."erased" where "person_hash" = sha256(convert_to("id", 'UTF8'))
         and ("told"."seal" is null or "erased"."seal" = decode("told"."seal", 'hex')))
       or exists (select 1 from "census"."records" where "user_id" = "id"::uuid)
       or exists (select 1 from "census"."leaders" where "user_id" = "id"::uuid)`,
    [JSON.stringify(removed.map(({ userId, erased }) => ({ id: userId, seal: erased?.seal ?? null })))],
  );
  const known = new Set(rows.map(({ id }) => id));
  return removed.filter(({ userId }) => known.has(userId));
};
