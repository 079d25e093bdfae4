import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { isAnotherPlace, type PlaceWords, placeWords } from '../../../shared/place/another-place.ts';
import type { StoredMove } from '../record/move.ts';
import type { RecordRow } from '../record/record.ts';

export const stayRule = z.object({
  ...{ departamento: z.string(), municipio: z.string(), puesto: z.string(), direccion: z.string() },
  ...{ mesa: z.string(), source: z.string().nullable(), firstAt: moment, lastAt: moment },
});
export type Stay = z.output<typeof stayRule>;

/** More than anybody is moved; whose page flickers between two has the latest. */
const MOST_PLACES = 100;

/** Where somebody voted by the answers that came, the newest first. */
export const placesOf = (em: EntityManager, userId: string, most = MOST_PLACES): Promise<Stay[]> =>
  readRows(
    em,
    stayRule,
    `select "departamento", "municipio", "puesto", "direccion", "mesa", "source", "first_at" as "firstAt",
       "last_at" as "lastAt"
     from "census"."places" where "user_id" = ? order by "last_at" desc, "first_at" desc limit ?`,
    [userId, most],
  );

/**
 * Writes down the place of an answer that has come: as the one that is known, or as another. The record is locked, and is as
 * it was before the answer.
 *
 * @param tx a transaction
 * @returns what changed; null when it is the place that was known, or the first
 */
export const notePlace = async (
  tx: EntityManager,
  row: RecordRow,
  answer: PlaceWords,
  source: string,
  now: Date,
): Promise<StoredMove | null> => {
  const { userId } = row;
  const before = (await placesOf(tx, userId, 1))[0] ?? (await noteFormer(tx, row));
  const place = placeWords(answer);
  const found = comesTo(before, place, now);
  if (found === null) {
    await stayOn(tx, userId, place, source, now);
    return null;
  }
  await insert(tx, userId, { ...place, source, firstAt: found.since, lastAt: found.since });
  return found.move;
};

/** What an answer makes of where somebody voted before; null: it is the place that was known. */
export const comesTo = (
  before: Stay | undefined,
  place: PlaceWords,
  now: Date,
): { since: Date; move: StoredMove | null } | null => {
  if (before === undefined) return { since: now, move: null };
  if (!isAnotherPlace(before, place)) return null;
  const [from, fromAt] = [placeWords(before), before.lastAt.toISOString()];
  const move = { from, fromAt, changedAt: now.toISOString(), seenAt: null };
  return { since: laterThan(before.lastAt, now), move };
};

/** The newest is the last one, also where a clock was wrong. */
const laterThan = (before: Date, now: Date): Date => new Date(Math.max(now.getTime(), before.getTime() + 1));

/** The place of an answer from before places were written down, where it says one. */
const noteFormer = async (
  tx: EntityManager,
  { userId, answer, answeredAt }: RecordRow,
): Promise<Stay | undefined> => {
  if (answer?.kind !== 'active' || answeredAt == null) return undefined;
  const place = placeWords(answer);
  if ([place.municipio, place.puesto, place.mesa].includes('')) return undefined;
  const stay = { ...place, source: null, firstAt: answeredAt, lastAt: answeredAt };
  await insert(tx, userId, stay);
  return stay;
};

const insert = async (tx: EntityManager, userId: string, stay: Stay): Promise<void> => {
  const { departamento, municipio, puesto, direccion, mesa, source, firstAt, lastAt } = stay;
  await tx.execute(
    `insert into "census"."places" ("user_id", "departamento", "municipio", "puesto", "direccion", "mesa", "source",
       "first_at", "last_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [userId, departamento, municipio, puesto, direccion, mesa, source, firstAt, lastAt],
  );
};

/** The newest is as it is written now. */
const stayOn = async (
  tx: EntityManager,
  userId: string,
  { departamento, municipio, puesto, direccion, mesa }: PlaceWords,
  source: string,
  now: Date,
): Promise<void> => {
  await tx.execute(
    `update "census"."places" set "departamento" = ?, "municipio" = ?, "puesto" = ?, "direccion" = ?, "mesa" = ?,
       "source" = ?, "last_at" = greatest("last_at", ?::timestamptz)
     where "id" = (select "id" from "census"."places" where "user_id" = ?
       order by "last_at" desc, "first_at" desc limit 1)`,
    [departamento, municipio, puesto, direccion, mesa, source, now, userId],
  );
};

/** Their own page has shown somebody that their place changed; what was shown before stays. */
export const notePlaceSeen = async (em: EntityManager, userId: string, now: Date): Promise<void> => {
  await em.execute(
    `update "census"."records" set "move" = jsonb_set("move", '{seenAt}', to_jsonb(?::text))
     where "user_id" = ? and "move" is not null and "move" -> 'seenAt' = 'null'`,
    [now.toISOString(), userId],
  );
};

const PURGE_BATCH = 500;
const DAY_MS = 24 * 3_600_000;

/**
 * Removes places that nobody was told of for so many days, but for where each votes now, and what records say of them.
 *
 * @returns how many were removed; when it is a whole batch there may be more
 */
export const purgePlaces = async (em: EntityManager, days: number, now: Date): Promise<number> => {
  const before = new Date(now.getTime() - days * DAY_MS);
  const removed = await readRows(
    em,
    z.object({ id }),
    `delete from "census"."places" where "id" in (
       select "id" from "census"."places" "former" where "last_at" < ? and exists (
         select 1 from "census"."places" "newer"
         where "newer"."user_id" = "former"."user_id" and "newer"."last_at" > "former"."last_at") limit ?)
     returning "id"`,
    [before, PURGE_BATCH],
  );
  const forgotten = await readRows(
    em,
    z.object({ id }),
    `update "census"."records" set "move" = null where "user_id" in (
       select "user_id" from "census"."records"
       where "move" is not null and "move" ->> 'changedAt' < ? and "move" ->> 'seenAt' < ? limit ? for update skip locked)
     returning "user_id" as "id"`,
    [before.toISOString(), before.toISOString(), PURGE_BATCH],
  );
  return removed.length + forgotten.length;
};
