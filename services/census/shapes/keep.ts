import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import type { Met } from './book.ts';

/** Of each part of a source so many with answers are kept, and so many without. */
const MOST_EACH = 15;
const DAY_MS = 24 * 3_600_000;
/** A shape that nobody has met for so long is no news any more. */
const KEPT_DAYS = 90;

/**
 * Writes down a shape that lookups have met.
 *
 * @returns whether nobody had met it before
 */
export const keepShape = async (em: EntityManager, met: Met): Promise<boolean> => {
  const { source, part, fingerprint, text, example, firstSeen, lastSeen, lastGood, outcome, count } = met;
  const [row] = await readRows(
    em,
    z.object({ isNew: z.boolean() }),
    `insert into "census"."shapes" as "known" ("source", "part", "fingerprint", "shape", "example", "first_seen",
       "last_seen", "last_good", "outcome", "count") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict ("source", "part", "fingerprint") do update set
       "example" = coalesce(excluded."example", "known"."example"),
       "last_seen" = greatest("known"."last_seen", excluded."last_seen"),
       "last_good" = greatest("known"."last_good", excluded."last_good"),
       "outcome" = case when excluded."last_seen" >= "known"."last_seen" then excluded."outcome" else "known"."outcome" end,
       "count" = "known"."count" + excluded."count"
     returning (xmax = 0) as "isNew"`,
    [source, part, fingerprint, text, example, firstSeen, lastSeen, lastGood, outcome, count],
  );
  return row?.isNew === true;
};

/**
 * Removes shapes that are no news any more, and of a page that is another each time the older ones. The latest that had
 * answers stays: it is what a change is seen by.
 */
export const purgeShapes = async (em: EntityManager, now: Date): Promise<void> => {
  await em.execute(
    `delete from "census"."shapes" where ("source", "part", "fingerprint") in (
       select "source", "part", "fingerprint" from (
         select *, row_number() over (
           partition by "source", "part", ("last_good" is null) order by coalesce("last_good", "last_seen") desc, "fingerprint"
         ) as "place" from "census"."shapes") "ranked"
       where "place" > ? or ("last_seen" < ? and ("last_good" is null or "place" > 1)))`,
    [MOST_EACH, new Date(now.getTime() - KEPT_DAYS * DAY_MS)],
  );
};
