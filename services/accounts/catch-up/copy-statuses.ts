import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { RecordChange } from '../../../shared/contract/changes.ts';
import { askOf, prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';

/** What a change of a record says of its status, and of where its person votes. */
type StatusChange = Pick<RecordChange, 'userId' | 'status' | 'version' | 'place'>;

/** `placed`: the place is told, if only that there is none. */
const toldSql = (
  told: string,
): string => `jsonb_to_recordset(${told}::jsonb) as "told" ("userId" uuid, "status" text, "version" integer, "placed" boolean,
  "municipio" text, "puesto" text, "mesa" text)`;

const toldRow = prepared(
  'accounts.told',
  z.object({ id }),
  `update "accounts"."users" set "census_status" = "told"."status", "census_version" = "told"."version",
     "census_municipio" = case when "placed" then coalesce("municipio", '') else "census_municipio" end,
     "census_puesto" = case when "placed" then coalesce("puesto", '') else "census_puesto" end,
     "census_mesa" = case when "placed" then coalesce("mesa", '') else "census_mesa" end
   from ${toldSql('$1')}
   where "users"."id" = "told"."userId" and "users"."census_version" < "told"."version"
     -- What comes late of a record that is gone with the consent is of nobody any more.
     and not exists (
       select 1 from "accounts"."consents" "ended"
       where "ended"."user_id" = "users"."id" and "ended"."purpose" = 'lookup' and "ended"."withdrawn_at" is not null
         and not exists (
           select 1 from "accounts"."consents" "given" where "given"."user_id" = "users"."id"
             and "given"."purpose" = 'lookup' and "given"."withdrawn_at" is null))
   returning "users"."id"`,
);

/**
 * Keeps the copies of census statuses and places; a change that is older than the copy changes nothing.
 *
 * @returns the changes that were news
 */
export const copyStatuses = async <C extends StatusChange>(
  em: EntityManager,
  items: readonly C[],
): Promise<C[]> => {
  if (items.length === 0) return [];
  const rows = await askOf(em)(toldRow, [toldAs(items)]);
  const updated = new Set(rows.map(({ id }) => id));
  return items.filter(({ userId }) => updated.has(userId));
};

/** Adds the place to copies that an earlier release has made, which told of none. */
export const addPlaces = async (em: EntityManager, items: readonly StatusChange[]): Promise<void> => {
  const placed = items.filter(({ place }) => place != null);
  if (placed.length === 0) return;
  await em.execute(
    `update "accounts"."users"
     set "census_municipio" = "municipio", "census_puesto" = "puesto", "census_mesa" = "mesa"
     from ${toldSql('?')}
     where "users"."id" = "told"."userId" and "users"."census_version" = "told"."version"
       and "census_status" is not null and "census_municipio" = ''`,
    [toldAs(placed)],
  );
};

const toldAs = (items: readonly StatusChange[]): string =>
  JSON.stringify(
    items.map(({ userId, status, version, place }) => ({
      ...{ userId, status, version, placed: place !== undefined },
      ...place,
    })),
  );
