import type { EntityManager } from '@mikro-orm/postgresql';
import type { ChangeCursor } from '../contract/changes.ts';
import type { ConsumerSchema } from '../durable/dead-letters.ts';
import type { Places } from './places.ts';

/** A process that died while it walked holds the others up for so long; each page, which takes less, begins the time anew. */
const HOLD_MS = 20_000;

/** SQL that makes the table, of one row at the most. */
export const catchUpTableSql = (schema: ConsumerSchema): string => `
  create table "${schema}"."catch_up" (
    "only" boolean primary key default true check ("only"),
    "recent_at" timestamptz(3),
    "recent_id" uuid,
    "whole_at" timestamptz(3),
    "whole_id" uuid,
    "held_until" timestamptz not null,
    "next_at" timestamptz not null,
    -- When the walk last came to the end of what is new.
    "seen_at" timestamptz not null,
    check (("recent_at" is null) = ("recent_id" is null)),
    check (("whole_at" is null) = ("whole_id" is null))
  )`;

interface Row {
  recent_at: string | null;
  recent_id: string | null;
  whole_at: string | null;
  whole_id: string | null;
}

/** Places in the schema of the service that walks: they survive it, and go back with a backup that is restored. */
export const createDatabasePlaces = (fork: () => EntityManager, schema: ConsumerSchema): Places => {
  const table = `"${schema}"."catch_up"`;
  const held = (now: Date): Date => new Date(now.getTime() + HOLD_MS);
  return {
    async take(now, hurried) {
      const [row] = await fork().execute<Row[]>(
        `insert into ${table} ("held_until", "next_at", "seen_at") values (?, ?, ?)
         on conflict ("only") do update set "held_until" = excluded."held_until"
           where "catch_up"."held_until" <= ? and ("catch_up"."next_at" <= ? or ?)
         returning "recent_at", "recent_id", "whole_at", "whole_id"`,
        [held(now), now, now, now, now, hurried],
      );
      if (row === undefined) return null;
      return {
        recent: cursorOf(row.recent_at, row.recent_id),
        whole: cursorOf(row.whole_at, row.whole_id),
      };
    },
    async keep({ recent, whole }, now) {
      await fork().execute(
        `update ${table} set "recent_at" = ?, "recent_id" = ?, "whole_at" = ?, "whole_id" = ?, "held_until" = ?`,
        [recent?.at ?? null, recent?.id ?? null, whole?.at ?? null, whole?.id ?? null, held(now)],
      );
    },
    async release(now, nextAt, seenAll) {
      await fork().execute(
        `update ${table} set "held_until" = ?, "next_at" = ?, "seen_at" = case when ? then ? else "seen_at" end`,
        [now, nextAt, seenAll, now],
      );
    },
  };
};

const cursorOf = (at: string | null, id: string | null): ChangeCursor | null =>
  at === null || id === null ? null : { at: new Date(at).toISOString(), id };

/** How long ago the walk last came to the end of what is new, in seconds; null before the first. */
export const catchUpAgeS = async (
  em: EntityManager,
  schema: ConsumerSchema,
  now: Date,
): Promise<number | null> => {
  const [row] = await em.execute<{ seen_at: string }[]>(`select "seen_at" from "${schema}"."catch_up"`);
  return row === undefined ? null : Math.max(0, (now.getTime() - new Date(row.seen_at).getTime()) / 1_000);
};
