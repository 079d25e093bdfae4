import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

/**
 * Makes sure that somebody else administers before an ADMIN does so no longer. One such change at a time: two who stop at
 * the same moment would each count on the other.
 *
 * @param em inside the transaction of the change
 * @throws AppError `last_admin` (409)
 */
export const assertAnotherAdmin = async (em: EntityManager, { id }: UserRow): Promise<void> => {
  await em.execute(`select pg_advisory_xact_lock(hashtext('censo.accounts.admins'))`);
  if ((await em.count(UserEntity, { role: 'ADMIN', suspendedAt: null, id: { $ne: id } })) > 0) return;
  throw new AppError(
    'last_admin',
    'Nadie más administra el portal: dé primero el rol ADMIN a otra persona, y repita el cambio.',
    { status: 409 },
  );
};
