import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ChangeCursor } from '../contract/changes.ts';
import { id, moment, readRows } from '../persistence/rows.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import type { Places } from './places.ts';

/** A process that died while it walked holds the others up for so long; each page, which takes less, begins the time anew. */
const HOLD_MS = 20_000;

/** SQL that makes the table, of one row at the most. */
export const catchUpTableSql = (schema: SchemaName): string => `
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

const placeRule = z.object({
  recentAt: moment.nullable(),
  recentId: id.nullable(),
  wholeAt: moment.nullable(),
  wholeId: id.nullable(),
});

/** Places in the schema of the service that walks: they survive it, and go back with a backup that is restored. */
export const createDatabasePlaces = (fork: () => EntityManager, schema: SchemaName): Places => {
  const table = `"${schema}"."catch_up"`;
  const held = (now: Date): Date => new Date(now.getTime() + HOLD_MS);
  return {
    async take(now, hurried) {
      const [row] = await readRows(
        fork(),
        placeRule,
        `insert into ${table} ("held_until", "next_at", "seen_at") values (?, ?, ?)
         on conflict ("only") do update set "held_until" = excluded."held_until"
           where "catch_up"."held_until" <= ? and ("catch_up"."next_at" <= ? or ?)
         returning "recent_at" as "recentAt", "recent_id" as "recentId", "whole_at" as "wholeAt", "whole_id" as "wholeId"`,
        [held(now), now, now, now, now, hurried],
      );
      if (row === undefined) return null;
      return {
        recent: cursorOf(row.recentAt, row.recentId),
        whole: cursorOf(row.wholeAt, row.wholeId),
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

const cursorOf = (at: Date | null, id: string | null): ChangeCursor | null =>
  at === null || id === null ? null : { at: at.toISOString(), id };

/** How long ago the walk last came to the end of what is new, in seconds; null before the first. */
export const catchUpAgeS = async (
  em: EntityManager,
  schema: SchemaName,
  now: Date,
): Promise<number | null> => {
  const [row] = await readRows(
    em,
    z.object({ seenAt: moment }),
    `select "seen_at" as "seenAt" from "${schema}"."catch_up"`,
  );
  return row === undefined ? null : Math.max(0, (now.getTime() - row.seenAt.getTime()) / 1_000);
};
