import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

/**
 * Locks who does something and whom it is done to, in one order: two who do it to each other at the same moment come one
 * after the other.
 *
 * @returns the actor with the role that they have now, which is no more than a USER's when they are suspended or gone;
 *   `person` undefined when nobody is it
 */
export const lockBoth = async (
  tx: EntityManager,
  actor: Actor,
  userId: string,
): Promise<{ by: Actor; person: UserRow | undefined }> => {
  const rows = await tx.find(
    UserEntity,
    { id: { $in: [actor.id, userId] } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const by = rows.find(({ id, suspendedAt }) => id === actor.id && suspendedAt === null);
  return { by: { id: actor.id, role: by?.role ?? 'USER' }, person: rows.find(({ id }) => id === userId) };
};
