import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { personHash } from './ledger.ts';
import { redactLate, redactSome } from './redact-trail.ts';

interface DetachOptions {
  fork: () => EntityManager;
  log: { warn(message: string, error?: unknown): void };
  clock?: Clock;
}

/** So many lose their referrer in one transaction: some 50 ms, in which nobody else changes them. */
const CHUNK = 500;
const EVERY_MS = 5_000;
/** Who was in the middle of something when they went is out of it by then: no passport lives as long. */
const SETTLED_MS = 15 * 60_000;

/** Takes erased people out of the trail and from those whom they referred, at once and whenever somebody was erased. */
export const startDetaching = ({ fork, log, clock = systemClock }: DetachOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work(stopping) {
      while (!stopping.aborted && (await redactSome(fork())));
      for (const gone of await detaching(fork())) {
        while (!stopping.aborted && (await detachSome(fork(), gone.userId)) === CHUNK);
        if (stopping.aborted) return;
        const now = new Date(clock.now());
        await tidy(fork(), gone.userId, now);
        if (now.getTime() - gone.removedAt.getTime() >= SETTLED_MS)
          await fork().execute(
            'update "accounts"."removed_users" set "detached_at" = ? where "user_id" = ?',
            [now, gone.userId],
          );
      }
    },
    failed: (error) =>
      log.warn("people who were erased are still in the trail, or somebody's referrer", error),
  });

/** Those who may still be somebody's referrer, longest gone first. */
const detaching = (em: EntityManager) =>
  readRows(
    em,
    z.object({ userId: id, removedAt: moment }),
    `select "user_id" as "userId", "removed_at" as "removedAt" from "accounts"."removed_users"
     where "detached_at" is null order by "removed_at" limit 2000`,
  );

/** @returns how many lost their referrer */
export const detachSome = async (em: EntityManager, userId: string, limit = CHUNK): Promise<number> => {
  const rows = await em.execute<object[]>(
    `update "accounts"."users" set "referrer_id" = null where "id" in (
       select "id" from "accounts"."users" where "referrer_id" = ? order by "id" limit ? for update)
     returning "id"`,
    [userId, limit],
  );
  return rows.length;
};

/** What was written of them by somebody who was in the middle of something goes as well. */
const tidy = (em: EntityManager, userId: string, now: Date): Promise<void> =>
  em.transactional(async (tx) => {
    const [erasure] = await readRows(
      tx,
      z.object({ id }),
      `select "id" from "accounts"."erasures" where "person_hash" = ? and not exists (
         select 1 from "accounts"."redacting" where "person_id" = ?) and exists (
         select 1 from "accounts"."audit" where "actor_id" = ? or "subject_ids" @> array[?]::uuid[])
       order by "erased_at" desc limit 1`,
      [personHash(userId), userId, userId, userId],
    );
    if (erasure !== undefined) await redactLate(tx, userId, erasure.id, now);
    for (const table of ['referral_counts', 'counted_gone'])
      await tx.execute(`delete from "accounts"."${table}" where "referrer_id" = ?`, [userId]);
  });
