import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedSession } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Passports } from '../../../shared/identity/passport.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Settled } from '../consent/keep-current.ts';
import { hasOutdated } from '../consent/outdate-many.ts';
import type { PolicyTexts } from '../consent/texts/read-texts.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { dropOutlived, outliveSessions } from '../push/of-sessions.ts';
import { SessionEntity, UserEntity, type UserRow } from '../store/entities.ts';
import { noteActivity } from '../users/note-activity.ts';
import { presentUser } from '../users/present.ts';
import { type DemandTerms, demandOf } from './demand.ts';
import { findSession } from './find-session.ts';
import { lifetimeMs, type SessionTerms } from './terms.ts';

/** A session to be opened. */
export const newSession = (isPersistent: boolean, now: Date) => ({
  token: randomBytes(32).toString('base64url'),
  id: randomUUID(),
  expiresAt: new Date(now.getTime() + lifetimeMs(isPersistent)),
});

/** Opens a session; the token is returned once and stored only as a hash. */
export const openSession = async (
  em: EntityManager,
  userId: string,
  { persistent, ip, userAgent }: { persistent: boolean; ip: string; userAgent: string },
  now: Date,
): Promise<OpenedSession> => {
  const { token, id, expiresAt } = newSession(persistent, now);
  const session = em.create(SessionEntity, {
    ...{ tokenHash: tokenHash(token), userId, createdAt: now, expiresAt, provedAt: now, replacedAt: null },
    ...{ id, ip, userAgent, lastUsedAt: now },
  });
  await em.persist(session).flush();
  await noteActivity(em, userId, now);
  return { token, expiresAt: expiresAt.toISOString(), persistent };
};

/** What reading a session takes besides the database. */
interface ReadingTerms {
  passports: Passports;
  terms: SessionTerms;
  /** How long it counts that somebody showed that it is they. */
  freshMs: number;
  factors: DemandTerms;
  texts: Pick<PolicyTexts, 'since'>;
  settled: Pick<Settled, 'by'>;
  messenger: Pick<MessengerSettings, 'name'>;
}

/** Whose session it is, as other services may know them, with what proves it to them. */
export const readSession = async (
  em: EntityManager,
  { passports, terms, freshMs, factors, texts, settled, messenger }: ReadingTerms,
  asked: ActionParams<'accounts.session'>,
  now: Date,
): Promise<ActionResult<'accounts.session'>> => {
  const found = await findSession(em, asked, terms, now);
  if (found === null) return null;
  const { user, sessionId, provedAt } = found;
  const { mustEnrol, enrolBy } = await demandOf(em, user, factors, now);
  const passport = await passports.issue({
    ...{ id: user.id, role: user.role, sessionId, provedAt, mustEnrol },
  });
  return {
    user: presentUser(user),
    passport,
    provedUntil: new Date(provedAt.getTime() + freshMs).toISOString(),
    mustEnrol,
    enrolBy: enrolBy?.toISOString() ?? null,
    phone: {
      confirmedAt: user.phoneProvenAt?.toISOString() ?? null,
      pending: user.phonePending,
      canConfirm: messenger.name !== 'none',
    },
    askedAgain:
      user.askedAgain || (!settled.by(texts.since) && (await hasOutdated(em, texts.since, user.id))),
  };
};

/** Whether a session is open, and the person's, and they have shown in it within so many ms that it is they. */
export const isProved = async (
  em: EntityManager,
  { userId, token }: { userId: string; token: string },
  freshMs: number,
  now: Date,
): Promise<boolean> => {
  const theirs = { tokenHash: tokenHash(token), userId, expiresAt: { $gt: now }, replacedAt: null };
  const session = await em.findOne(SessionEntity, theirs);
  return session !== null && now.getTime() - session.provedAt.getTime() <= freshMs;
};

/** Writes down that the person of a session has shown that it is they. @returns whether it is open, and theirs */
export const markProved = async (
  em: EntityManager,
  { userId, token }: { userId: string; token: string },
  now: Date,
): Promise<boolean> => {
  const theirs = { tokenHash: tokenHash(token), userId, expiresAt: { $gt: now }, replacedAt: null };
  return (await em.nativeUpdate(SessionEntity, theirs, { provedAt: now })) === 1;
};

export const closeSession = async (em: EntityManager, token: string): Promise<void> => {
  await em.nativeDelete(SessionEntity, { tokenHash: tokenHash(token) });
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
  const kept = replaced === undefined ? '' : tokenHash(replaced);
  await dropOutlived(em, userId);
  await em.nativeDelete(SessionEntity, { userId, tokenHash: { $ne: kept } });
  const expiresAt = new Date(now.getTime() + REPEATED_MS);
  await em.nativeUpdate(SessionEntity, { userId, tokenHash: kept }, { replacedAt: now, expiresAt });
};

/** Closes the sessions of a person that were opened with "recordarme". */
export const closeRememberedOf = async (em: EntityManager, userId: string): Promise<void> => {
  await em.execute(
    `delete from "accounts"."sessions"
     where "user_id" = ? and "expires_at" > "created_at" + ? * interval '1 millisecond'`,
    [userId, lifetimeMs(false)],
  );
};

/** @returns whose session this token opened until a change of password a moment ago, or null */
export const userOfReplaced = async (
  em: EntityManager,
  token: string,
  now: Date,
): Promise<UserRow | null> => {
  const session = await em.findOne(SessionEntity, {
    ...{ tokenHash: tokenHash(token), expiresAt: { $gt: now }, replacedAt: { $ne: null } },
  });
  return session === null ? null : em.findOne(UserEntity, { id: session.userId });
};

/** Removes sessions that are over. @returns how many */
export const purgeSessions = async (
  em: Pick<EntityManager, 'nativeDelete' | 'execute'>,
  now: Date,
): Promise<number> => {
  await outliveSessions(em, now);
  return em.nativeDelete(SessionEntity, { expiresAt: { $lte: now } });
};
