import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedDevice } from '../../../shared/contract/accounts.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { DeviceEntity } from '../store/entities.ts';

/** For so long a browser is known that nobody logs in from. The policy page says so. */
const KEPT_MS = 180 * 24 * 3_600_000;
/** For so long a form that was sent twice may come with the token that its first sending replaced. */
const REPEATED_MS = 2 * 60_000;
/** Whoever clears cookies each time leaves a device behind at each login. */
const MOST = 20;

/**
 * @param token of the browser that asks; undefined when it has none
 * @returns the device's name among the sources of guesses, or null for a browser from which nobody has logged in with this cédula
 */
export const knownDevice = async (
  em: EntityManager,
  token: string | undefined,
  cedula: string,
  now: Date,
): Promise<string | null> => {
  if (token === undefined) return null;
  const found = await em.execute(
    `select 1 from "accounts"."devices" join "accounts"."users" on "id" = "user_id"
     where "token_hash" = ? and "cedula" = ? and "expires_at" > ?`,
    [tokenHash(token), cedula, now],
  );
  return found.length === 0 ? null : tokenHash(token);
};

/** What a browser is known by from now on. */
export const newDevice = (now: Date) => ({
  token: randomBytes(32).toString('base64url'),
  expiresAt: new Date(now.getTime() + KEPT_MS),
});

/**
 * Remembers that somebody has logged in from this browser, by a new token each time: whoever copied or planted the one
 * before has nothing of it. The new one is known for who logged in alone. What the browser knew of others does not go
 * over to it, although a family may share it: else whoever has one token of somebody would make themselves as many as
 * they like with logins of their own, each with guesses of its own. The family's others are strangers at their next
 * login, which costs them nothing as long as nobody there guesses.
 *
 * @param token what the browser has; of the person who logs in it stays known for a moment, for the same form sent twice
 */
export const rememberDevice = async (
  em: EntityManager,
  userId: string,
  token: string | undefined,
  now: Date,
): Promise<OpenedDevice> => {
  const over = new Date(now.getTime() + REPEATED_MS);
  if (token !== undefined)
    await em.nativeUpdate(
      DeviceEntity,
      { tokenHash: tokenHash(token), userId, expiresAt: { $gt: over } },
      { expiresAt: over },
    );
  const { token: fresh, expiresAt } = newDevice(now);
  await em.execute(
    `insert into "accounts"."devices" ("token_hash", "user_id", "last_used_at", "expires_at") values (?, ?, ?, ?)`,
    [tokenHash(fresh), userId, now, expiresAt],
  );
  await em.execute(
    `delete from "accounts"."devices" where "user_id" = ? and "token_hash" in (
       select "token_hash" from "accounts"."devices" where "user_id" = ?
       order by "last_used_at" desc, "token_hash" offset ?)`,
    [userId, userId, MOST],
  );
  return { token: fresh, expiresAt: expiresAt.toISOString() };
};

/** A new password: only the browser that set it stays known, once it is remembered again. */
export const forgetDevices = async (em: EntityManager, userId: string): Promise<void> => {
  await em.nativeDelete(DeviceEntity, { userId });
};

/** Removes those that nobody has used for long. @returns how many */
export const purgeDevices = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(DeviceEntity, { expiresAt: { $lte: now } });
