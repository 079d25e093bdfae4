import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ErasedPerson } from '../../../shared/contract/erasure.ts';

/**
 * Takes into the ledger who was erased as somebody else remembers it: the census, or a ledger that was kept beside the
 * backups. Without the cédula's hash and the consents, which only a newer state of this schema has.
 *
 * @returns how many were new
 */
export const learnErasures = async (em: EntityManager, told: readonly ErasedPerson[]): Promise<number> => {
  if (told.length === 0) return 0;
  const rows = told.map((erased) => ({ id: randomUUID(), ...erased }));
  const added = await em.execute<object[]>(
    `insert into "accounts"."erasures" ("id", "person_hash", "erased_at", "reason")
     select distinct on ("personHash") "id", decode("personHash", 'hex'), "erasedAt", 'restored'
     from jsonb_to_recordset(?::jsonb) as "told" ("id" uuid, "personHash" text, "erasedAt" timestamptz)
     where not exists (
       select 1 from "accounts"."erasures" where "person_hash" = decode("told"."personHash", 'hex'))
     returning "id"`,
    [JSON.stringify(rows)],
  );
  return added.length;
};
