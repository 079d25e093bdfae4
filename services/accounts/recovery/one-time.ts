import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { OneTimeEntity } from '../store/entities.ts';
import { readSecret } from '../store/secret.ts';

/** What somebody shows that they got: a code on the telephone, or a link from whoever administers. */
export type OneTimePurpose = 'recovery' | 'recovery_link' | 'phone';

/** Whose it is; null for nobody's, which costs the same. */
interface Whose {
  userId: string | null;
  purpose: OneTimePurpose;
}

/** One that was tried, and was the right one; good until somebody spends it. */
export interface RightOneTime {
  userId: string;
  purpose: OneTimePurpose;
  codeHash: string;
}

const LIFE_MS = 15 * 60_000;
const TRIES = 5;
/** Of all of a person's codes of one purpose within a day: six digits are found by chance once in 33,000 days. */
const DAY_TRIES = 30;
const DAY_MS = 24 * 3_600_000;
const TOKEN_BYTES = 16;
/** Nobody's. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Six digits for a person, in place of those that they had for this. @returns the only moment at which they are known */
export const newCode = async (
  em: EntityManager,
  whose: { userId: string; purpose: OneTimePurpose; now: Date },
): Promise<string> => {
  const code = codeText();
  await keepCode(em, whose, code);
  return code;
};

/** Six digits that are nobody's yet. */
export const codeText = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Makes it a person's, in place of those that they had for this. */
export const keepCode = (
  em: EntityManager,
  whose: { userId: string; purpose: OneTimePurpose; now: Date },
  code: string,
): Promise<void> => store(em, whose, code);

/** The token of a link for a person, 128 bits, in place of the one that they had for this. */
export const newLink = async (
  em: EntityManager,
  whose: { userId: string; purpose: OneTimePurpose; now: Date },
): Promise<string> => {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await store(em, whose, token);
  return token;
};

const store = async (
  em: EntityManager,
  { userId, purpose, now }: { userId: string; purpose: OneTimePurpose; now: Date },
  text: string,
): Promise<void> => {
  const codeHash = await hashOf(em, { userId, purpose }, text);
  // What was tried today stays: a new code is not as many tries more.
  await em.execute(
    `insert into "accounts"."one_times"
       ("user_id", "purpose", "code_hash", "created_at", "expires_at", "tries", "day_tries", "day_since")
     values (?, ?, ?, ?, ?, 0, 0, ?)
     on conflict ("user_id", "purpose") do update set "code_hash" = excluded."code_hash", "tries" = 0,
       "created_at" = excluded."created_at", "expires_at" = excluded."expires_at"`,
    [userId, purpose, codeHash, now, new Date(now.getTime() + LIFE_MS), now],
  );
};

/**
 * Counts a try before it is looked at, so that parallel ones cannot all pass; outside the transaction of what follows,
 * which must not take the count back.
 *
 * @returns null when it is wrong, too late, or one try too many
 */
export const tryCode = async (
  em: EntityManager,
  { userId, purpose, code, now }: Whose & { code: string; now: Date },
): Promise<RightOneTime | null> => {
  const whose = { userId: userId ?? NOBODY, purpose };
  const given = await hashOf(em, whose, code.replace(/\D/g, ''));
  const [row] = await readRows(
    em,
    z.object({ codeHash: z.string() }),
    `update "accounts"."one_times" set "tries" = "tries" + 1,
       "day_tries" = case when "day_since" <= ? then 1 else "day_tries" + 1 end,
       "day_since" = case when "day_since" <= ? then ? else "day_since" end
     where "user_id" = ? and "purpose" = ? and "expires_at" > ? and "tries" < ?
       and ("day_since" <= ? or "day_tries" < ?)
     returning "code_hash" as "codeHash"`,
    [dayBefore(now), dayBefore(now), now, whose.userId, purpose, now, TRIES, dayBefore(now), DAY_TRIES],
  );
  const isRight = isSame(given, row?.codeHash ?? '0'.repeat(given.length));
  return isRight ? { ...whose, codeHash: given } : null;
};

/** The same for a link, whose token says whose it is. */
export const tryLink = async (
  em: EntityManager,
  { purpose, token, now }: { purpose: OneTimePurpose; token: string; now: Date },
): Promise<RightOneTime | null> => {
  const codeHash = await hashOf(em, { userId: null, purpose }, token);
  const [row] = await readRows(
    em,
    z.object({ userId: id }),
    `update "accounts"."one_times" set "tries" = "tries" + 1
     where "code_hash" = ? and "purpose" = ? and "expires_at" > ? and "tries" < ? returning "user_id" as "userId"`,
    [codeHash, purpose, now, TRIES],
  );
  return row === undefined ? null : { userId: row.userId, purpose, codeHash };
};

/** Whose a link is, without using it. @returns null when it opens nothing (any more) */
export const ownerOfLink = async (
  em: EntityManager,
  { purpose, token, now }: { purpose: OneTimePurpose; token: string; now: Date },
): Promise<string | null> => {
  const codeHash = await hashOf(em, { userId: null, purpose }, token);
  const found = await em.findOne(OneTimeEntity, {
    ...{ codeHash, purpose, expiresAt: { $gt: now }, tries: { $lt: TRIES } },
  });
  return found?.userId ?? null;
};

/** A try that was right, and of which nothing came, is none. */
export const giveTryBack = async (em: EntityManager, right: RightOneTime): Promise<void> => {
  await em.execute(
    `update "accounts"."one_times"
     set "tries" = greatest("tries" - 1, 0), "day_tries" = greatest("day_tries" - 1, 0)
     where "user_id" = ? and "purpose" = ? and "code_hash" = ?`,
    [right.userId, right.purpose, right.codeHash],
  );
};

/**
 * Uses up one that was right, inside the transaction of what it is for.
 *
 * @returns whether it was still there: of two at the same moment one alone has it
 */
export const spend = async (em: EntityManager, right: RightOneTime): Promise<boolean> =>
  // The count of the day goes with it: it was its owner's.
  (await em.nativeDelete(OneTimeEntity, { ...right })) === 1;

/** Tries a code, and uses it up when it is right. Outside a transaction: see {@link tryCode}. */
export const useCode = async (
  em: EntityManager,
  tried: Whose & { code: string; now: Date },
): Promise<boolean> => {
  const right = await tryCode(em, tried);
  return right !== null && (await spend(em, right));
};

/** Takes back whatever a person was given. */
export const forgetOneTimes = async (em: EntityManager, userId: string): Promise<void> => {
  await em.nativeDelete(OneTimeEntity, { userId });
};

/** Removes those that are over, once nothing that was counted with them counts any more. @returns how many */
export const purgeOneTimes = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(OneTimeEntity, { expiresAt: { $lte: dayBefore(now) } });

const dayBefore = (now: Date): Date => new Date(now.getTime() - DAY_MS);

/** A link is found by its hash, so that of a link does not hold whose it is; a code is six digits of one person. */
const hashOf = async (em: EntityManager, { userId, purpose }: Whose, text: string): Promise<string> => {
  const key = await readSecret(em, 'one_time');
  const isLink = purpose === 'recovery_link';
  const said = isLink ? [purpose, text] : [purpose, userId, text];
  return createHmac('sha256', key).update(JSON.stringify(said)).digest('hex');
};

const isSame = (given: string, stored: string): boolean =>
  given.length === stored.length && timingSafeEqual(Buffer.from(given), Buffer.from(stored));
