import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedSession } from '../../../shared/contract/accounts.ts';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { Passports } from '../../../shared/identity/passport.ts';
import { sessionHash } from '../../../shared/origin/session-hash.ts';
import { SessionEntity, UserEntity, type UserRow } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { type DemandTerms, demandOf } from './demand.ts';

const HOUR_MS = 3_600_000;
/** "Recordarme": 14 days. Else the cookie ends with the browser, and the session 12 hours after login at the latest. */
const REMEMBERED_MS = 14 * 24 * HOUR_MS;
const BROWSER_MS = 12 * HOUR_MS;

/** Names a session, and opens none. */
export const sessionIdOf = (token: string): string => sessionHash(token).slice(0, 32);

/** Opens a session; the token is returned once and stored only as a hash. */
export const openSession = async (
  em: EntityManager,
  userId: string,
  persistent: boolean,
  now: Date,
): Promise<OpenedSession> => {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + (persistent ? REMEMBERED_MS : BROWSER_MS));
  const session = em.create(SessionEntity, {
    ...{ tokenHash: sessionHash(token), userId, createdAt: now, expiresAt, provedAt: now, replacedAt: null },
  });
  await em.persist(session).flush();
  return { token, expiresAt: expiresAt.toISOString(), persistent };
};

const findOpen = (em: EntityManager, token: string, now: Date) =>
  em.findOne(SessionEntity, { tokenHash: sessionHash(token), expiresAt: { $gt: now }, replacedAt: null });

/** @returns whose session this token opens, or null when it opens none or is over */
export const userOfSession = async (em: EntityManager, token: string, now: Date): Promise<UserRow | null> => {
  const session = await findOpen(em, token, now);
  return session === null ? null : em.findOne(UserEntity, { id: session.userId });
};

/**
 * Whose session it is, as other services may know them, with what proves it to them.
 *
 * @param freshMs how long it counts that they showed that it is they
 */
export const readSession = async (
  em: EntityManager,
  { passports, freshMs, factors }: { passports: Passports; freshMs: number; factors: DemandTerms },
  token: string,
  now: Date,
): Promise<ActionResult<'accounts.session'>> => {
  const session = await findOpen(em, token, now);
  const user = session === null ? null : await em.findOne(UserEntity, { id: session.userId });
  if (session === null || user === null) return null;
  const { provedAt } = session;
  const { mustEnrol, enrolBy } = await demandOf(em, user, factors, now);
  const passport = await passports.issue({
    ...{ id: user.id, role: user.role, sessionId: sessionIdOf(token), provedAt, mustEnrol },
  });
  return {
    user: presentUser(user),
    passport,
    provedUntil: new Date(provedAt.getTime() + freshMs).toISOString(),
    mustEnrol,
    enrolBy: enrolBy?.toISOString() ?? null,
  };
};

/** Whether the person of an open session has shown within so many ms that it is they. */
export const isProved = async (
  em: EntityManager,
  token: string,
  freshMs: number,
  now: Date,
): Promise<boolean> => {
  const session = await findOpen(em, token, now);
  return session !== null && now.getTime() - session.provedAt.getTime() <= freshMs;
};

/** Writes down that the person of a session has shown that it is they. @returns whether it is open, and theirs */
export const markProved = async (
  em: EntityManager,
  { userId, token }: { userId: string; token: string },
  now: Date,
): Promise<boolean> => {
  const theirs = { tokenHash: sessionHash(token), userId, expiresAt: { $gt: now }, replacedAt: null };
  return (await em.nativeUpdate(SessionEntity, theirs, { provedAt: now })) === 1;
};

export const closeSession = async (em: EntityManager, token: string): Promise<void> => {
  await em.nativeDelete(SessionEntity, { tokenHash: sessionHash(token) });
};

/** For so long a form that was sent twice may hear of the change that closed its session. */
const REPEATED_MS = 2 * 60_000;

/**
 * Closes every session of a person, on every device.
 *
 * @param replaced token of the session that asks for it and gets another instead: it opens nothing, but is remembered
 *   for a while
 */
export const closeSessionsOf = async (
  em: EntityManager,
  userId: string,
  replaced: string | undefined,
  now: Date,
): Promise<void> => {
  const tokenHash = replaced === undefined ? '' : sessionHash(replaced);
  await em.nativeDelete(SessionEntity, { userId, tokenHash: { $ne: tokenHash } });
  const expiresAt = new Date(now.getTime() + REPEATED_MS);
  await em.nativeUpdate(SessionEntity, { userId, tokenHash }, { replacedAt: now, expiresAt });
};

/** @returns whose session this token opened until a change of password a moment ago, or null */
export const userOfReplaced = async (
  em: EntityManager,
  token: string,
  now: Date,
): Promise<UserRow | null> => {
  const session = await em.findOne(SessionEntity, {
    ...{ tokenHash: sessionHash(token), expiresAt: { $gt: now }, replacedAt: { $ne: null } },
  });
  return session === null ? null : em.findOne(UserEntity, { id: session.userId });
};

/** Removes sessions that are over. @returns how many */
export const purgeSessions = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(SessionEntity, { expiresAt: { $lte: now } });
