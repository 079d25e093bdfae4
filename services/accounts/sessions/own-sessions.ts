import type { EntityManager } from '@mikro-orm/postgresql';
import type { SessionView } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { audit } from '../audit/audit.ts';
import { dropOutlived } from '../push/of-sessions.ts';
import { SessionEntity } from '../store/entities.ts';
import { maskAddress } from '../subnet/mask-address.ts';
import { idleMs, type SessionTerms } from './terms.ts';

/** Most that a list has; whoever has more sees the latest. */
const MOST = 50;

/** The sessions of a person: the one that asks, then the others, the one that was used last first. */
export const listSessions = async (
  em: EntityManager,
  terms: SessionTerms,
  { actor, token }: ActionParams<'accounts.sessions'>,
  now: Date,
): Promise<SessionView[]> => {
  const usedSince = new Date(now.getTime() - idleMs(actor.role, terms));
  const open = { expiresAt: { $gt: now }, lastUsedAt: { $gte: usedSince }, replacedAt: null };
  const rows = await em.find(
    SessionEntity,
    { userId: actor.id, ...open },
    { orderBy: { lastUsedAt: 'desc' }, limit: MOST },
  );
  const current = tokenHash(token);
  const first = (hash: string) => Number(hash !== current);
  const sorted = rows.toSorted((one, other) => first(one.tokenHash) - first(other.tokenHash));
  return sorted.map(({ id, userAgent, ip, createdAt, lastUsedAt, tokenHash }) => ({
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
  { actor, sessionId, ip }: ActionParams<'accounts.closeSession'>,
  now: Date,
): Promise<string> => {
  const session = await em.findOne(SessionEntity, { id: sessionId, userId: actor.id });
  if (session === null) throw new AppError('not_found', 'Esa sesión ya estaba cerrada.', { status: 404 });
  await em.transactional(async (tx) => {
    await tx.nativeDelete(SessionEntity, { id: sessionId, userId: actor.id });
    const entry = { actor, action: 'session.close', subjectIds: [actor.id], ip } as const;
    await audit(tx, { ...entry, detail: 'Otra sesión' }, now);
  });
  return session.tokenHash;
};

/** Closes all of the actor's sessions but the one that asks. */
export const closeOtherSessions = async (
  em: EntityManager,
  { actor, token, ip }: ActionParams<'accounts.closeOtherSessions'>,
  now: Date,
): Promise<string[]> => {
  const others = { userId: actor.id, tokenHash: { $ne: tokenHash(token) } };
  const rows = await em.find(SessionEntity, others, { fields: ['tokenHash'] });
  await dropOutlived(em, actor.id);
  if (rows.length === 0) return [];
  await em.transactional(async (tx) => {
    await tx.nativeDelete(SessionEntity, { tokenHash: { $in: rows.map(({ tokenHash }) => tokenHash) } });
    const entry = { actor, action: 'session.close', subjectIds: [actor.id], ip } as const;
    await audit(tx, { ...entry, detail: `Sus otras sesiones: ${rows.length}` }, now);
  });
  return rows.map(({ tokenHash }) => tokenHash);
};
