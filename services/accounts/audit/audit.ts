import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { AuditEntity } from '../persistence/entities.ts';

export type AuditAction = 'referrals.list' | 'referral.read' | 'referral.stream';

/** Leaves an entry for every read of other people's data (Ley 1581 de 2012); none when nobody was read. */
export const audit = async (
  em: EntityManager,
  entry: { actor: Actor; action: AuditAction; subjectIds: string[]; ip: string },
  now: Date,
): Promise<void> => {
  if (entry.subjectIds.length === 0) return;
  const { actor, action, subjectIds, ip } = entry;
  em.persist(em.create(AuditEntity, { at: now, actorId: actor.id, action, subjectIds, ip }));
  await em.flush();
};
