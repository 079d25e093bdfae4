import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';

/** What a person allows, and the last version of theirs that others were told. */
const allowedRule = z.object({
  lookup: z.boolean(),
  sharing: z.boolean(),
  asOf: moment,
  lastVersion: z.number(),
});
export type Allowed = z.output<typeof allowedRule>;

/** What {@link lockAllowed} does, as a part of a statement. @param given a select of whom, true, true, and since when */
export const allowedSql = (given: string): string => `
  insert into "census"."consents" as "known" ("user_id", "lookup", "sharing", "as_of") ${given}
  on conflict ("user_id") do update
    set "lookup" = "known"."lookup" or "known"."as_of" < excluded."as_of",
      "as_of" = case when "known"."lookup" then "known"."as_of" else greatest("known"."as_of", excluded."as_of") end
  returning "lookup", "sharing", "as_of" as "asOf", "last_version" as "lastVersion"`;

/**
 * Notes that somebody allows to be looked up, unless more was heard of them since. Whoever makes or removes their record comes
 * here first, one after the other: this is the first lock that a transaction takes.
 *
 * @param since when they allowed it
 */
export const lockAllowed = async (tx: EntityManager, userId: string, since: Date): Promise<Allowed> => {
  const [row] = await readRows(tx, allowedRule, allowedSql('values (?, true, true, ?)'), [userId, since]);
  if (row === undefined) throw new Error('an upsert returns its row');
  return row;
};

/** Notes what somebody allows from now on. @returns whether it was news */
export const noteAllowed = async (
  tx: EntityManager,
  { userId, lookup, sharing, changedAt }: DurableEvents['user.consent_changed'],
): Promise<boolean> => {
  const noted = await tx.execute(
    `insert into "census"."consents" as "known" ("user_id", "lookup", "sharing", "as_of") values (?, ?, ?, ?)
     on conflict ("user_id") do update
       set "lookup" = excluded."lookup", "sharing" = excluded."sharing", "as_of" = excluded."as_of"
       where "known"."as_of" <= excluded."as_of"
     returning 1`,
    [userId, lookup, sharing, changedAt],
  );
  return noted.length > 0;
};

/** Keeps the last version of a record that is gone. */
export const keepVersion = async (tx: EntityManager, userId: string, version: number): Promise<void> => {
  await tx.execute('update "census"."consents" set "last_version" = ? where "user_id" = ?', [
    version,
    userId,
  ]);
};
