import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Named } from '../../../shared/contract/audit.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { audit } from '../audit/audit.ts';
import { ClaimEntity, RecoveryRequestEntity, UserEntity } from '../store/entities.ts';

/** The oldest; the others come once these are decided. */
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
  const subjectIds = [...new Set([...requests, ...claims].map(({ userId }) => userId))];
  const person = await people(em, [...subjectIds, ...requests.flatMap(({ askedBy }) => askedBy ?? [])]);
  await audit(em, { actor, action: 'recovery.list', subjectIds, ip }, now);
  return {
    requests: requests.map(({ id, kind, userId, askedBy, reason, createdAt }) => ({
      ...{ id, kind, reason, createdAt: createdAt.toISOString() },
      person: person(userId).named,
      askedBy: askedBy == null ? null : person(askedBy).named,
      mayDecide: mayDecide(actor, userId, askedBy),
    })),
    claims: claims.map(({ id, userId, createdAt, nombreCompleto, phone, contact, evidence }) => ({
      ...{ id, nombreCompleto, phone, contact, evidence, createdAt: createdAt.toISOString() },
      cedula: person(userId).cedula,
      holder: person(userId).named,
      mayDecide: mayDecide(actor, userId, null),
    })),
  };
};

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
