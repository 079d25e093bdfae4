import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedSession } from '../../../shared/contract/accounts.ts';
import { SessionEntity, UserEntity, type UserRow } from '../persistence/entities.ts';

const HOUR_MS = 3_600_000;
/** "Recordarme": 14 days. Else the cookie ends with the browser, and the session 12 hours after login at the latest. */
const REMEMBERED_MS = 14 * 24 * HOUR_MS;
const BROWSER_MS = 12 * HOUR_MS;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Opens a session; the token is returned once and stored only as a hash. */
export const openSession = async (
  em: EntityManager,
  userId: string,
  persistent: boolean,
  now: Date,
): Promise<OpenedSession> => {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + (persistent ? REMEMBERED_MS : BROWSER_MS));
  const session = em.create(SessionEntity, { tokenHash: hashOf(token), userId, createdAt: now, expiresAt });
  await em.persist(session).flush();
  return { token, expiresAt: expiresAt.toISOString(), persistent };
};

/** @returns whose session this token opens, or null when it opens none or is over */
export const userOfSession = async (em: EntityManager, token: string, now: Date): Promise<UserRow | null> => {
  const session = await em.findOne(SessionEntity, { tokenHash: hashOf(token), expiresAt: { $gt: now } });
  return session === null ? null : em.findOne(UserEntity, { id: session.userId });
};

export const closeSession = async (em: EntityManager, token: string): Promise<void> => {
  await em.nativeDelete(SessionEntity, { tokenHash: hashOf(token) });
};

/** Closes every session of a person, on every device. */
export const closeSessionsOf = async (em: EntityManager, userId: string): Promise<void> => {
  await em.nativeDelete(SessionEntity, { userId });
};

/** Removes sessions that are over. @returns how many */
export const purgeSessions = (em: EntityManager, now: Date): Promise<number> =>
  em.nativeDelete(SessionEntity, { expiresAt: { $lte: now } });
