import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Trouble } from '../../../shared/contract/census.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';

/** A scraper as it was last heard of. */
const workerRule = z.object({
  name: z.string(),
  /** Lookups that it can have in flight. */
  slots: z.number(),
  trouble: word<Trouble>().nullable(),
  seenAt: moment,
});
export type Worker = z.output<typeof workerRule>;

/** A scraper gives a sign of life every 5 s, however busy it is; after so long without one it is gone. */
const LIVE_MS = 30_000;
const FORGET_MS = 24 * 3_600_000;

/** Notes that a scraper is there, and what keeps it from working, if anything. */
export const noteWorker = async (
  em: EntityManager,
  { name, slots, trouble }: Omit<Worker, 'seenAt'>,
  now: Date,
): Promise<void> => {
  await em.execute(
    `insert into "census"."workers" ("name", "slots", "trouble", "seen_at") values (?, ?, ?, ?)
     on conflict ("name") do update
     set "slots" = excluded."slots", "trouble" = excluded."trouble", "seen_at" = excluded."seen_at"`,
    [name, slots, trouble, now],
  );
};

/** A scraper ends, and says so. */
export const dismissWorker = async (em: EntityManager, name: string): Promise<void> => {
  await em.execute('delete from "census"."workers" where "name" = ?', [name]);
};

/** The scrapers that live. */
export const liveWorkers = (em: EntityManager, now: Date): Promise<Worker[]> =>
  readRows(
    em,
    workerRule,
    `select "name", "slots", "trouble", "seen_at" as "seenAt" from "census"."workers"
     where "seen_at" > ? order by "name"`,
    [new Date(now.getTime() - LIVE_MS)],
  );

/** Scrapers have a new name at every start: the old ones are forgotten after a day. */
export const forgetWorkers = async (em: EntityManager, now: Date): Promise<void> => {
  await em.execute('delete from "census"."workers" where "seen_at" < ?', [
    new Date(now.getTime() - FORGET_MS),
  ]);
};
