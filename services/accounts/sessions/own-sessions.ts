import type { EntityManager } from '@mikro-orm/postgresql';
import type { SessionView } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { sessionHash } from '../../../shared/origin/session-hash.ts';
import { SessionEntity } from '../store/entities.ts';
import { maskAddress } from './mask-address.ts';

/** Most that a list has; whoever has more sees the latest. */
const MOST = 50;

/** The sessions of a person, the one that was used last first. */
export const listSessions = async (
  em: EntityManager,
  { actor, token }: ActionParams<'accounts.sessions'>,
  now: Date,
): Promise<SessionView[]> => {
  const rows = await em.find(
    SessionEntity,
    { userId: actor.id, expiresAt: { $gt: now }, replacedAt: null },
    { orderBy: { lastUsedAt: 'desc' }, limit: MOST },
  );
  const current = sessionHash(token);
  return rows.map(({ id, userAgent, ip, createdAt, lastUsedAt, tokenHash }) => ({
    ...{ id, userAgent, ip: maskAddress(ip), isCurrent: tokenHash === current },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  }));
};

/**
 * Closes one of the actor's own sessions.
 *
 * @returns the hash of its token. @throws AppError `not_found` (404), the same for another's and a missing one
 */
export const closeOwnSession = async (
  em: EntityManager,
  { actor, sessionId }: ActionParams<'accounts.closeSession'>,
): Promise<string> => {
  const session = await em.findOne(SessionEntity, { id: sessionId, userId: actor.id });
  if (session === null) throw new AppError('not_found', 'Esa sesión ya estaba cerrada.', { status: 404 });
  await em.nativeDelete(SessionEntity, { id: sessionId, userId: actor.id });
  return session.tokenHash;
};

/** Closes all of the actor's sessions but the one that asks. */
export const closeOtherSessions = async (
  em: EntityManager,
  { actor, token }: ActionParams<'accounts.closeOtherSessions'>,
): Promise<string[]> => {
  const others = { userId: actor.id, tokenHash: { $ne: sessionHash(token) } };
  const rows = await em.find(SessionEntity, others, { fields: ['tokenHash'] });
  await em.nativeDelete(SessionEntity, { tokenHash: { $in: rows.map(({ tokenHash }) => tokenHash) } });
  return rows.map(({ tokenHash }) => tokenHash);
};
