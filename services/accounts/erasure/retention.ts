import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { RetentionConfig } from '../../../shared/config/config.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { eraseUser } from './erase-user.ts';

const DAY_MS = 24 * 3_600_000;
/** Whoever is to be erased is told so long before, also when the term was over already as it was set. */
export const NOTICE_DAYS = 15;
/** In one step: each person is a transaction of their own. */
const STEP = 50;

/** Who is kept as long as the portal: those who run it. */
const KEPT = `"role" <> 'ADMIN'`;
const LAST = `coalesce("active_at", "created_at")`;
const FROM = `"accounts"."users" left join "accounts"."activity" on "user_id" = "id"`;
/** Told since they were last here; a date that is the same for all is not put off by a visit. */
const TOLD = `"told_at" is not null and (?::boolean or "told_at" >= ${LAST})`;

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

/**
 * Tells some of those whose term is over in {@link NOTICE_DAYS} days. @returns how many
 *
 * @param words how a date is written
 */
export const tellSome = async (
  fork: () => EntityManager,
  retention: RetentionConfig,
  messenger: MessengerSettings,
  words: (date: Date) => string,
  now: Date,
): Promise<number> => {
  const soon = new Date(now.getTime() + NOTICE_DAYS * DAY_MS);
  const before = overAt(retention, soon);
  if (before === null) return 0;
  const isDate = retention.until !== undefined && retention.until <= soon;
  const people = await readRows(
    fork(),
    z.object({ id, phone: z.string(), lastHere: moment }),
    `select "id", "phone", ${LAST} as "lastHere" from ${FROM}
     where ${KEPT} and ${LAST} < ? and not (${TOLD}) order by "id" limit ?`,
    [before, isDate, STEP],
  );
  for (const { id, phone, lastHere } of people)
    await fork().transactional(async (tx) => {
      const planned = erasedOn(retention, lastHere) ?? soon;
      const date = words(planned < soon ? soon : planned);
      await queueMessage(
        tx,
        messenger,
        { userId: id, phone, kind: 'retention_notice', data: { date }, urgent: false },
        now,
      );
      await tx.execute(
        `insert into "accounts"."activity" ("user_id", "active_at", "told_at") values (?, ?, ?)
         on conflict ("user_id") do update set "told_at" = excluded."told_at"`,
        [id, lastHere, now],
      );
    });
  return people.length;
};

/** Erases some of those whose term is over and who were told in time. @returns how many */
export const eraseSome = async (
  fork: () => EntityManager,
  retention: RetentionConfig,
  now: Date,
): Promise<number> => {
  const before = overAt(retention, now);
  if (before === null) return 0;
  const isDate = retention.until !== undefined && retention.until <= now;
  const people = await readRows(
    fork(),
    z.object({ id }),
    `select "id" from ${FROM}
     where ${KEPT} and ${LAST} < ? and ${TOLD} and "told_at" <= ? order by "id" limit ?`,
    [before, isDate, new Date(now.getTime() - NOTICE_DAYS * DAY_MS), STEP],
  );
  for (const person of people) await eraseUser(fork(), person.id, { reason: 'retention', by: null }, now);
  return people.length;
};
