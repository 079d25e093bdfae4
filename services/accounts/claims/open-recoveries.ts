import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Named } from '../../../shared/contract/audit.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { look } from '../audit/looks.ts';
import { ClaimEntity, RecoveryRequestEntity, UserEntity } from '../store/entities.ts';
import { grantableFrom } from './wait.ts';

/** The oldest; the others are counted, and come once these are decided. */
const MOST = 50;

/**
 * What waits for an ADMIN's decision, the oldest first: who asks for a recovery, and whose a cédula is said to be.
 *
 * @throws AppError `forbidden` (403)
 */
export const listRecoveries = async (
  em: EntityManager,
  { actor, ip }: ActionParams<'accounts.recoveries'>,
  now: Date,
): Promise<ActionResult<'accounts.recoveries'>> => {
  authorize(actor, 'administer');
  const oldest = { orderBy: { createdAt: 'asc' as const, id: 'asc' as const }, limit: MOST };
  const requests = await em.find(RecoveryRequestEntity, { decidedAt: null }, oldest);
  const claims = await em.find(ClaimEntity, { decidedAt: null }, oldest);
  const more = {
    requests: (await em.count(RecoveryRequestEntity, { decidedAt: null })) - requests.length,
    claims: (await em.count(ClaimEntity, { decidedAt: null })) - claims.length,
  };
  const from = await grantableFrom(em, claims);
  const subjectIds = [...new Set([...requests, ...claims].map(({ userId }) => userId))];
  const first = claims.flatMap(({ approvedBy }) => approvedBy ?? []);
  const person = await people(em, [
    ...subjectIds,
    ...first,
    ...requests.flatMap(({ askedBy }) => askedBy ?? []),
  ]);
  await look(em, { actor, action: 'recovery.list', subjectIds, ip }, now);
  return {
    requests: requests.map(({ id, kind, userId, askedBy, reason, createdAt }) => ({
      ...{ id, kind, reason, createdAt: createdAt.toISOString() },
      person: person(userId).named,
      askedBy: askedBy == null ? null : person(askedBy).named,
      mayDecide: mayDecide(actor, userId, askedBy),
    })),
    claims: claims.map(({ id, userId, createdAt, nombreCompleto, phone, contact, evidence, approvedBy }) => ({
      ...{ id, nombreCompleto, phone, contact, evidence, createdAt: createdAt.toISOString() },
      cedula: person(userId).cedula,
      holder: person(userId).named,
      approvedBy: approvedBy == null ? null : person(approvedBy).named,
      waitsUntil: waiting(from({ userId, createdAt }), now),
      mayDecide: mayDecide(actor, userId, approvedBy),
    })),
    more,
  };
};

const waiting = (from: Date, now: Date): string | null => (now < from ? from.toISOString() : null);

const mayDecide = (actor: Actor, userId: string, askedBy: string | null | undefined): boolean =>
  actor.id !== userId && actor.id !== askedBy;

type Found = (id: string) => { named: Named; cedula: string };

const people = async (em: EntityManager, ids: readonly string[]): Promise<Found> => {
  const found = await em.find(UserEntity, { id: { $in: [...new Set(ids)] } });
  const byId = new Map(found.map((user) => [user.id, user]));
  return (id) => {
    const { nombreCompleto = '', cedula = '' } = byId.get(id) ?? {};
    return { named: { id, nombreCompleto }, cedula };
  };
};
