import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type DeadLetters, MAX_DEAD_LETTERS } from '../contract/dead-letters.ts';
import type { DurableEventName } from '../contract/events.ts';
import { moment, id as personId, readRows, word } from '../persistence/rows.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { MAX_TRIES, pauseAfterMs } from './tries.ts';

/** What a consumer could not handle. */
export interface FailedEvent {
  id: string;
  name: DurableEventName;
  /** As it came. */
  payload: unknown;
  error: string;
}

/** An event whose tries end in success leaves its row, which is forgotten after this long. */
const FORGET_TRIES_MS = 24 * 3_600_000;

/** SQL that makes the table; a row without `dead_at` only counts the tries of an event that still comes again. */
export const deadLettersTableSql = (schema: SchemaName): string => `
  create table "${schema}"."dead_letters" (
    "id" text primary key,
    "name" text not null,
    "payload" jsonb not null,
    "error" text not null,
    "tries" integer not null,
    "last_try_at" timestamptz not null,
    "dead_at" timestamptz
  )`;

const triesRule = z.object({ tries: z.number(), lastTryAt: moment, deadAt: moment.nullable() });
const letterRule = z.object({
  id: z.string(),
  // One that only an older release consumed is shown as well.
  event: word<DurableEventName>(),
  userId: z.string().nullable(),
  error: z.string(),
  tries: z.number(),
  since: moment,
});

/**
 * Writes a failure down, in the database: the count survives restarts and is one for all processes, and what fails
 * because the database is away is not counted at all. Tries that were hastened count as one.
 *
 * @returns how many tries have failed by now, and whether this one put the event aside
 */
export const noteFailure = (
  em: EntityManager,
  schema: SchemaName,
  { id, name, payload, error }: FailedEvent,
  { now, maxTries = MAX_TRIES }: { now: Date; maxTries?: number },
): Promise<{ tries: number; died: boolean }> =>
  em.transactional(async (tx) => {
    const table = `"${schema}"."dead_letters"`;
    const [known] = await readRows(
      tx,
      triesRule,
      `select "tries", "last_try_at" as "lastTryAt", "dead_at" as "deadAt" from ${table} where "id" = ? for update`,
      [id],
    );
    if (known !== undefined && known.deadAt !== null) return { tries: known.tries, died: false };
    const waitedMs = known === undefined ? 0 : now.getTime() - known.lastTryAt.getTime();
    if (known !== undefined && waitedMs < pauseAfterMs(known.tries) / 2)
      return { tries: known.tries, died: false };
    const tries = (known?.tries ?? 0) + 1;
    const died = tries >= maxTries;
    await tx.execute(
      `insert into ${table} ("id", "name", "payload", "error", "tries", "last_try_at", "dead_at")
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict ("id") do update set "error" = excluded."error", "tries" = excluded."tries",
         "last_try_at" = excluded."last_try_at", "dead_at" = excluded."dead_at"`,
      [id, name, storable(payload), error, tries, now, died ? now : null],
    );
    await tx.execute(`delete from ${table} where "dead_at" is null and "last_try_at" < ?`, [
      new Date(now.getTime() - FORGET_TRIES_MS),
    ]);
    return { tries, died };
  });

/** No event of ours comes near it. */
const MOST_CHARACTERS = 16_384;
const DEEPEST = 32;

/** As JSON that Postgres takes: what cannot be stored as it came must not hold up what comes behind for ever. */
const storable = (payload: unknown): string => {
  if (isDeep(payload, DEEPEST)) return '{"omitted":"too deep"}';
  const text = JSON.stringify(payload, (_key, value: unknown) =>
    typeof value === 'string' ? sound(value) : isRecord(value) ? withSoundKeys(value) : value,
  );
  return text.length > MOST_CHARACTERS ? '{"omitted":"too long"}' : text;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sound = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
const withSoundKeys = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, entry]) => [sound(key), entry]));

/** Whether something lies deeper than so many levels. */
const isDeep = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeep(inner, levels - 1)));

/** Forgets the tries of an event that was handled after all. */
export const forgetTries = async (em: EntityManager, schema: SchemaName, id: string): Promise<void> => {
  await em.execute(`delete from "${schema}"."dead_letters" where "id" = ? and "dead_at" is null`, [id]);
};

/** Whether this event was put aside: a bus may bring it once more. */
export const isDead = async (em: EntityManager, schema: SchemaName, id: string): Promise<boolean> => {
  const rows = await readRows(
    em,
    z.object({}),
    `select 1 from "${schema}"."dead_letters" where "id" = ? and "dead_at" is not null`,
    [id],
  );
  return rows.length > 0;
};

/** How many events are put aside: what a gauge shows. */
export const countDeadLetters = async (em: EntityManager, schema: SchemaName): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ total: z.number() }),
    `select count(*)::int as total from "${schema}"."dead_letters" where "dead_at" is not null`,
  );
  return row?.total ?? 0;
};

/** What is put aside, oldest first, without the payloads: they have personal data. */
export const listDeadLetters = async (em: EntityManager, schema: SchemaName): Promise<DeadLetters> => {
  const rows = await readRows(
    em,
    letterRule,
    `select "id", "name" as event, "payload" ->> 'userId' as "userId", "error", "tries", "dead_at" as since
     from "${schema}"."dead_letters" where "dead_at" is not null order by "dead_letters"."dead_at", "id" limit ?`,
    [MAX_DEAD_LETTERS],
  );
  return {
    total: await countDeadLetters(em, schema),
    items: rows.map((row) => ({
      ...row,
      // Who published it may have said anything.
      userId: personId.safeParse(row.userId).data ?? null,
      since: row.since.toISOString(),
    })),
  };
};
