import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { RetentionConfig } from '../../../shared/config/config.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { eraseUser } from './erase-user.ts';
import type { LedgerKey } from './ledger-key.ts';

const DAY_MS = 24 * 3_600_000;
/** Whoever is to be erased is told so long before, also when the term was over already as it was set. */
export const NOTICE_DAYS = 15;
/** Whom no message reached is tried again so often. */
const AGAIN_MS = DAY_MS;
/** In one step: each person is a transaction of their own. */
const STEP = 50;

/** Who is kept as long as the portal: those who run it. */
const KEPT = `"role" <> 'ADMIN'`;
const LAST = `coalesce("active_at", "created_at")`;
const FROM = `"accounts"."users" left join "accounts"."activity" on "user_id" = "id"`;
/**
 * Told since they were last here, by a message that was not put aside; a date that is the same for all is not put off by a
 * visit.
 */
const TOLD = `"told_at" is not null and (?::boolean or "told_at" >= ${LAST}) and not exists (
  select 1 from "accounts"."messages" where "messages"."user_id" = "users"."id" and "kind" = 'retention_notice'
    and "state" in ('failed', 'expired') and "messages"."created_at" = "told_at")`;

/** When whoever was last here at this moment is erased. */
export const erasedOn = ({ days, until }: RetentionConfig, lastHere: Date): Date | null => {
  const ends = [
    ...(days === 0 ? [] : [lastHere.getTime() + days * DAY_MS]),
    ...(until === undefined ? [] : [until.getTime()]),
  ];
  return ends.length === 0 ? null : new Date(Math.min(...ends));
};

/** Those last here before this are over at `at`; everybody, once the date is there; null for nobody. */
const overAt = ({ days, until }: RetentionConfig, at: Date): Date | null => {
  if (until !== undefined && until <= at) return at;
  return days === 0 ? null : new Date(at.getTime() - days * DAY_MS);
};

/** Before everybody: where a round begins. */
export const FIRST = '00000000-0000-0000-0000-000000000000';

interface Telling {
  retention: RetentionConfig;
  messenger: MessengerSettings;
  /** How a date is written. */
  words: (date: Date) => string;
  /** Since when every page says the date to whoever is logged in: whoever was here since then was told by it. */
  shownSince: Date;
  /** Whose turn was last: a round looks at each person once, however many there are. */
  after?: string;
}

/**
 * Tells some of those whose term is over in {@link NOTICE_DAYS} days. Only a message that was written down counts, or that
 * they were here while every page said the date; whom neither reaches is not told, and stays.
 *
 * @returns how many were told, and how many could not be, and who was the last; null when there is nobody left
 */
export const tellSome = async (
  fork: () => EntityManager,
  { retention, messenger, words, shownSince, after = FIRST }: Telling,
  now: Date,
): Promise<{ told: number; unreached: number; next: string | null }> => {
  const soon = new Date(now.getTime() + NOTICE_DAYS * DAY_MS);
  const before = overAt(retention, soon);
  if (before === null) return { told: 0, unreached: 0, next: null };
  const isDate = retention.until !== undefined && retention.until <= soon;
  const people = await readRows(
    fork(),
    z.object({ id, phone: z.string(), lastHere: moment }),
    `select "id", "phone", ${LAST} as "lastHere" from ${FROM}
     where ${KEPT} and ${LAST} < ? and not (${TOLD}) and ("unreached_at" is null or "unreached_at" <= ?)
       and "id" > ? order by "id" limit ?`,
    [before, isDate, new Date(now.getTime() - AGAIN_MS), after, STEP],
  );
  let told = 0;
  for (const { id, phone, lastHere } of people)
    await fork().transactional(async (tx) => {
      const planned = erasedOn(retention, lastHere) ?? soon;
      const date = words(planned < soon ? soon : planned);
      const message = { userId: id, phone, kind: 'retention_notice', data: { date }, urgent: false } as const;
      const queued = await queueMessage(tx, messenger, message, now);
      const isTold = queued === 'queued' || (isDate && lastHere >= shownSince);
      if (isTold) told += 1;
      await tx.execute(
        `insert into "accounts"."activity" ("user_id", "active_at", "told_at", "unreached_at") values (?, ?, ?, ?)
         on conflict ("user_id") do update
           set "told_at" = excluded."told_at", "unreached_at" = excluded."unreached_at"`,
        [id, lastHere, isTold ? now : null, isTold ? null : now],
      );
    });
  return { told, unreached: people.length - told, next: nextOf(people) };
};

/**
 * Erases some of those whose term is over and who were told in time. Who comes back at that moment stays, and nobody who
 * cannot be erased keeps the others here.
 *
 * @returns how many, and who was the last; null when there is nobody left
 */
export const eraseSome = async (
  fork: () => EntityManager,
  {
    retention,
    messenger,
    ledger,
    after = FIRST,
  }: Pick<Telling, 'retention' | 'messenger' | 'after'> & { ledger: LedgerKey },
  now: Date,
  failed: (userId: string, error: unknown) => void = () => {},
): Promise<{ erased: number; next: string | null }> => {
  const before = overAt(retention, now);
  if (before === null) return { erased: 0, next: null };
  const isDate = retention.until !== undefined && retention.until <= now;
  const isOver = `${KEPT} and ${LAST} < ? and ${TOLD} and "told_at" <= ?`;
  const terms = [before, isDate, new Date(now.getTime() - NOTICE_DAYS * DAY_MS)];
  const people = await readRows(
    fork(),
    z.object({ id }),
    `select "id" from ${FROM} where ${isOver} and "id" > ? order by "id" limit ?`,
    [...terms, after, STEP],
  );
  let erased = 0;
  for (const person of people)
    try {
      if (
        await fork().transactional((tx) =>
          eraseIfOver(tx, person.id, { isOver, terms, messenger, ledger }, now),
        )
      )
        erased += 1;
    } catch (error) {
      failed(person.id, error);
    }
  return { erased, next: nextOf(people) };
};

const nextOf = (people: readonly { id: string }[]): string | null =>
  people.length < STEP ? null : (people.at(-1)?.id ?? null);

const eraseIfOver = async (
  tx: EntityManager,
  userId: string,
  {
    isOver,
    terms,
    ...means
  }: { isOver: string; terms: readonly unknown[]; messenger: MessengerSettings; ledger: LedgerKey },
  now: Date,
): Promise<boolean> => {
  await tx.execute('select 1 from "accounts"."users" where "id" = ? for update', [userId]);
  await tx.execute('select 1 from "accounts"."activity" where "user_id" = ? for update', [userId]);
  const still = await tx.execute<object[]>(`select 1 from ${FROM} where ${isOver} and "id" = ?`, [
    ...terms,
    userId,
  ]);
  return still.length === 1 && eraseUser(tx, userId, { reason: 'retention', by: null, ...means }, now);
};
