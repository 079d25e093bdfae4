import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PendingLogin } from '../../../shared/contract/factors.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { ChallengeEntity, PendingLoginEntity } from '../store/entities.ts';
import { hashOf } from './token.ts';

/** Time to find the phone. */
const LIFE_MS = 5 * 60_000;
/** So long a login that is finished can be finished again by the same sending. */
const REPEAT_MS = 60_000;
/** Then the password is asked for again, whose throttle counts. */
const TRIES = 5;

/** Names a login that waits, and opens nothing. */
export const pendingId = (token: string): string => hashOf(token).slice(0, 32);

/** Remembers that the password was right. The token opens no session: it is good for showing the second factor alone. */
export const openPending = async (
  em: EntityManager,
  { userId, remember }: { userId: string; remember: boolean },
  now: Date,
): Promise<PendingLogin> => {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await em.insert(PendingLoginEntity, { tokenHash: hashOf(token), userId, remember, tries: 0, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
};

/** @returns whose login it is. @throws AppError `login_over` (401) when it is none any more */
export const readPending = async (em: EntityManager, token: string, now: Date): Promise<string> => {
  const found = await em.findOne(PendingLoginEntity, {
    tokenHash: hashOf(token),
    expiresAt: { $gt: now },
    finishedBy: null,
  });
  if (found === null) throw loginOver();
  return found.userId;
};

interface Try {
  userId: string;
  remember: boolean;
  /** Whether the same sending has finished it already. */
  isRepeat: boolean;
}

/**
 * Counts a try before it is looked at, so that parallel ones cannot all pass. Inside a transaction the next one waits for
 * the outcome of this.
 *
 * @param submission tells a repeat of the same sending by the same browser
 * @throws AppError `login_over` (401) after too many, or too late
 */
export const countTry = async (
  em: EntityManager,
  { token, submission }: { token: string; submission?: string | undefined },
  now: Date,
): Promise<Try> => {
  const [pending] = await readRows(
    em,
    z.object({ userId: id, remember: z.boolean(), isRepeat: z.boolean() }),
    `update "accounts"."pending_logins" set "tries" = "tries" + 1
     where "token_hash" = ? and "expires_at" > ?
       and case when "finished_by" is null then "tries" < ? else "finished_by" = ? end
     returning "user_id" as "userId", "remember", "finished_by" is not null as "isRepeat"`,
    [hashOf(token), now, TRIES, submission ?? null],
  );
  if (pending === undefined) throw loginOver();
  return pending;
};

/**
 * Ends it, but for the same sending for a moment.
 *
 * @throws AppError `login_over` (401) when another request was faster: one login is finished by one sending
 */
export const closePending = async (
  em: EntityManager,
  { token, submission }: { token: string; submission?: string | undefined },
  now: Date,
): Promise<void> => {
  const waiting = { tokenHash: hashOf(token), finishedBy: null };
  const ended =
    submission === undefined
      ? await em.nativeDelete(PendingLoginEntity, waiting)
      : await em.nativeUpdate(PendingLoginEntity, waiting, {
          ...{ finishedBy: submission, expiresAt: new Date(now.getTime() + REPEAT_MS) },
        });
  if (ended === 0) throw loginOver();
};

/** Ends all that are under way, as when the password changes. */
export const closePendingOf = async (em: EntityManager, userId: string): Promise<void> => {
  await em.nativeDelete(PendingLoginEntity, { userId });
};

/** Removes logins and challenges that came to nothing. @returns how many */
export const purgePending = async (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> => {
  const over = { expiresAt: { $lte: now } };
  return (await em.nativeDelete(PendingLoginEntity, over)) + (await em.nativeDelete(ChallengeEntity, over));
};

const loginOver = (): AppError =>
  new AppError('login_over', 'Se acabó el tiempo o los intentos. Ingrese de nuevo con su contraseña.', {
    status: 401,
  });
