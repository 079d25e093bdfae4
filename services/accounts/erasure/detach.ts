import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { redactLate, redactSome } from './redact-trail.ts';

interface DetachOptions {
  fork: () => EntityManager;
  log: { warn(message: string, error?: unknown): void };
  clock?: Clock;
}

/** So many lose their referrer in one transaction: some 50 ms, in which nobody else changes them. */
const CHUNK = 500;
/** So many of those who went are seen to together. */
const TOGETHER = 1_000;
const EVERY_MS = 5_000;
/** Who was in the middle of something when they went is out of it by then: no passport lives as long. */
const SETTLED_MS = 15 * 60_000;

const goneRule = z.object({ userId: id, removedAt: moment });
type Gone = z.output<typeof goneRule>;

/** Takes erased people out of the trail and from those whom they referred, at once and whenever somebody was erased. */
export const startDetaching = ({ fork, log, clock = systemClock }: DetachOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work(stopping) {
      while (!stopping.aborted && (await redactSome(fork())));
      for (let last: Gone | undefined; !stopping.aborted; ) {
        const gone: Gone[] = await detaching(fork(), last);
        last = gone.at(-1);
        if (last === undefined) return;
        await detachAll(fork, gone, new Date(clock.now()), stopping);
      }
    },
    failed: (error) =>
      log.warn("people who were erased are still in the trail, or somebody's referrer", error),
  });

/** Some of those who may still be somebody's referrer, longest gone first. */
const detaching = (em: EntityManager, after?: Gone): Promise<Gone[]> =>
  readRows(
    em,
    goneRule,
    `select "user_id" as "userId", "removed_at" as "removedAt" from "accounts"."removed_users"
     where "detached_at" is null and ("removed_at", "user_id") > (?::timestamptz, ?::uuid)
     order by "removed_at", "user_id" limit ?`,
    [after?.removedAt ?? '-infinity', after?.userId ?? '00000000-0000-0000-0000-000000000000', TOGETHER],
  );

/** All that is left of these people with others; whoever is busy at that moment is left for the next round. */
export const detachAll = async (
  fork: () => EntityManager,
  gone: readonly Gone[],
  now: Date,
  stopping?: AbortSignal,
): Promise<void> => {
  const userIds = gone.map(({ userId }) => userId);
  while (stopping?.aborted !== true && (await detachSome(fork(), userIds)) === CHUNK);
  if (stopping?.aborted === true) return;
  for (const late of await writtenLate(fork(), userIds))
    await fork().transactional((tx) => redactLate(tx, late.userId, late.erasureId, now));
  await tidy(fork(), userIds);
  const settled = gone.filter(({ removedAt }) => now.getTime() - removedAt.getTime() >= SETTLED_MS);
  await fork().execute(
    `update "accounts"."removed_users" "gone" set "detached_at" = ?
     where ${amongThem('"user_id"')}
       and not exists (select 1 from "accounts"."users" where "referrer_id" = "gone"."user_id")`,
    [now, JSON.stringify(settled.map(({ userId }) => userId))],
  );
};

const amongThem = (column: string): string =>
  `${column} in (select value::uuid from jsonb_array_elements_text(?::jsonb))`;

/** @returns how many lost their referrer */
export const detachSome = async (
  em: EntityManager,
  userIds: readonly string[],
  limit = CHUNK,
): Promise<number> => {
  const rows = await em.execute<object[]>(
    `update "accounts"."users" set "referrer_id" = null where "id" in (
       select "id" from "accounts"."users" where ${amongThem('"referrer_id"')} limit ? for update skip locked)
     returning "id"`,
    [JSON.stringify(userIds), limit],
  );
  return rows.length;
};

/** Of whom something was written by somebody who was in the middle of something. */
const writtenLate = (em: EntityManager, userIds: readonly string[]) =>
  readRows(
    em,
    z.object({ userId: id, erasureId: id }),
    `select distinct on ("gone"."user_id") "gone"."user_id" as "userId", "erasures"."id" as "erasureId"
     from "accounts"."removed_users" "gone"
       join "accounts"."erasures" on "person_hash" = sha256(convert_to("gone"."user_id"::text, 'UTF8'))
     where ${amongThem('"gone"."user_id"')}
       and not exists (select 1 from "accounts"."redacting" where "person_id" = "gone"."user_id")
       and (exists (select 1 from "accounts"."trail" where "actor_id" = "gone"."user_id")
         or exists (select 1 from "accounts"."trail" where "subject_ids" @> array["gone"."user_id"]))
     order by "gone"."user_id", "erased_at" desc`,
    [JSON.stringify(userIds)],
  );

/** What was counted for them meanwhile goes as well. */
const tidy = async (em: EntityManager, userIds: readonly string[]): Promise<void> => {
  for (const table of ['referral_counts', 'referral_places', 'counted_gone'])
    await em.execute(`delete from "accounts"."${table}" where ${amongThem('"referrer_id"')}`, [
      JSON.stringify(userIds),
    ]);
};
