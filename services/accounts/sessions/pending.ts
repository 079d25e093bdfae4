import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PendingLogin } from '../../../shared/contract/factors.ts';
import { AppError } from '../../../shared/errors.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { ChallengeEntity, PendingLoginEntity } from '../store/entities.ts';

/** Time to find the phone. */
const LIFE_MS = 5 * 60_000;
/** Then the password is asked for again, whose throttle counts. */
const TRIES = 5;

/** Names a login that waits, and opens nothing. */
export const pendingId = (token: string): string => tokenHash(token).slice(0, 32);

/** Remembers that the password was right. The token opens no session: it is good for showing the second factor alone. */
export const openPending = async (
  em: EntityManager,
  { userId, remember }: { userId: string; remember: boolean },
  now: Date,
): Promise<PendingLogin> => {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await em.insert(PendingLoginEntity, { tokenHash: tokenHash(token), userId, remember, tries: 0, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
};

/** @returns whose login it is. @throws AppError `login_over` (401) when it is none any more */
export const readPending = async (em: EntityManager, token: string, now: Date): Promise<string> => {
  const found = await em.findOne(PendingLoginEntity, {
    tokenHash: tokenHash(token),
    expiresAt: { $gt: now },
  });
  if (found === null) throw loginOver();
  return found.userId;
};

/**
 * Counts a try before it is looked at, so that parallel ones cannot all pass.
 *
 * @throws AppError `login_over` (401) after too many, or too late
 */
export const countTry = async (
  em: EntityManager,
  token: string,
  now: Date,
): Promise<{ userId: string; remember: boolean }> => {
  const [pending] = await readRows(
    em,
    z.object({ userId: id, remember: z.boolean() }),
    `update "accounts"."pending_logins" set "tries" = "tries" + 1
     where "token_hash" = ? and "expires_at" > ? and "tries" < ?
     returning "user_id" as "userId", "remember"`,
    [tokenHash(token), now, TRIES],
  );
  if (pending === undefined) throw loginOver();
  return pending;
};

/** Ends it. @throws AppError `login_over` (401) when another request was faster: one login opens one session */
export const closePending = async (em: EntityManager, token: string): Promise<void> => {
  if ((await em.nativeDelete(PendingLoginEntity, { tokenHash: tokenHash(token) })) === 0) throw loginOver();
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
