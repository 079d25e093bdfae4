import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedDevice } from '../../../shared/contract/accounts.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { DeviceEntity } from '../store/entities.ts';

/** For so long a browser is known that nobody logs in from. The policy page says so. */
const KEPT_MS = 180 * 24 * 3_600_000;
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

/**
 * Remembers that somebody has logged in from this browser.
 *
 * @param token what the browser has; kept when somebody has logged in from it before, so that a family may share it, and
 *   replaced when nobody has: a token that was planted must not become known
 */
export const rememberDevice = async (
  em: EntityManager,
  userId: string,
  token: string | undefined,
  now: Date,
): Promise<OpenedDevice> => {
  const isOurs =
    token !== undefined &&
    (await em.count(DeviceEntity, { tokenHash: tokenHash(token), expiresAt: { $gt: now } })) > 0;
  const kept = isOurs ? token : randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  await em.execute(
    `insert into "accounts"."devices" ("token_hash", "user_id", "last_used_at", "expires_at") values (?, ?, ?, ?)
     on conflict ("token_hash", "user_id") do update
       set "last_used_at" = excluded."last_used_at", "expires_at" = excluded."expires_at"`,
    [tokenHash(kept), userId, now, expiresAt],
  );
  await em.execute(
    `delete from "accounts"."devices" where "user_id" = ? and "token_hash" in (
       select "token_hash" from "accounts"."devices" where "user_id" = ?
       order by "last_used_at" desc, "token_hash" offset ?)`,
    [userId, userId, MOST],
  );
  return { token: kept, expiresAt: expiresAt.toISOString() };
};

/** A new password: only the browser that set it stays known, once it is remembered again. */
export const forgetDevices = async (em: EntityManager, userId: string): Promise<void> => {
  await em.nativeDelete(DeviceEntity, { userId });
};

/** Removes those that nobody has used for long. @returns how many */
export const purgeDevices = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(DeviceEntity, { expiresAt: { $lte: now } });
