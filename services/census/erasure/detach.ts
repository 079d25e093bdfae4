import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { nameNobody } from './name-nobody.ts';

/** So many in one transaction. */
const CHUNK = 500;

/**
 * Takes people who were erased out of the records of others: whom they referred, and for whom they asked. Goes on where it
 * was when it is ended in the middle.
 */
export const detachErased = async (fork: () => EntityManager, stopping: AbortSignal): Promise<void> => {
  const gone = await readRows(
    fork(),
    z.object({ id, led: z.boolean() }),
    `select "detaching" as "id", "led" from "census"."erased"
     where "detaching" is not null order by "erased_at" limit 100`,
  );
  const ids = JSON.stringify(gone.map((one) => one.id));
  if (gone.length === 0) return;
  await fork().execute(
    `update "census"."leaders" set "referrer_id" = null where ${amongThem('"referrer_id"')}`,
    [ids],
  );
  while (!stopping.aborted && (await detachReferred(fork(), ids)) === CHUNK);
  for (const { id, led } of gone) if (led) await detachAsked(fork, id, stopping);
  // Whatever was committed at the moment of the erasure, and waits to be told.
  await nameNobody(
    fork(),
    'outbox',
    gone.map(({ id }) => id),
  );
  if (stopping.aborted) return;
  // Whoever somebody is busy with names them still, until the next round.
  await fork().execute(
    `update "census"."erased" set "detaching" = null where ${amongThem('"detaching"')}
       and not exists (select 1 from "census"."records" where "referrer_id" = "detaching")`,
    [ids],
  );
};

const amongThem = (column: string): string =>
  `${column} in (select value::uuid from jsonb_array_elements_text(?::jsonb))`;

const detachReferred = async (em: EntityManager, ids: string): Promise<number> => {
  const rows = await em.execute<object[]>(
    `update "census"."records" set "referrer_id" = null, "referrer_turn" = 0 where "user_id" in (
       select "user_id" from "census"."records" where ${amongThem('"referrer_id"')} limit ? for update skip locked)
     returning 1`,
    [ids, CHUNK],
  );
  return rows.length;
};

/** Only who led has asked for others; for that the records are looked through once, without a lock. */
const detachAsked = async (
  fork: () => EntityManager,
  userId: string,
  stopping: AbortSignal,
): Promise<void> => {
  const asked = await readRows(
    fork(),
    z.object({ id }),
    `select "user_id" as "id" from "census"."records" where "requested_by" = ?
       or "before_batch" ->> 'requestedBy' = ? or "left_batch" #>> '{before,requestedBy}' = ? order by "user_id"`,
    [userId, userId, userId],
  );
  for (let from = 0; from < asked.length && !stopping.aborted; from += CHUNK)
    await fork().execute(
      `update "census"."records" set
         "requested_by" = nullif("requested_by", ?::uuid),
         "before_batch" = case when "before_batch" ->> 'requestedBy' = ?
           then jsonb_set("before_batch", '{requestedBy}', 'null') else "before_batch" end,
         "left_batch" = case when "left_batch" #>> '{before,requestedBy}' = ?
           then jsonb_set("left_batch", '{before,requestedBy}', 'null') else "left_batch" end
       where "user_id" in (
         select "user_id" from "census"."records" where "user_id" in (
           select value::uuid from jsonb_array_elements_text(?::jsonb)) order by "user_id" for update)`,
      [userId, userId, userId, JSON.stringify(asked.slice(from, from + CHUNK).map(({ id }) => id))],
    );
};
