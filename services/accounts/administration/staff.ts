import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Named } from '../../../shared/contract/audit.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { UserEntity } from '../store/entities.ts';

/**
 * Who of these operates the portal, by name: those who operate it see each other's orders. Of anybody else nothing is said.
 *
 * @throws AppError `forbidden` (403)
 */
export const nameStaff = async (
  em: EntityManager,
  { actor, userIds }: ActionParams<'accounts.staff'>,
): Promise<Named[]> => {
  authorize(actor, 'operate');
  const found = await em.find(UserEntity, { id: { $in: userIds }, role: { $in: ['ADMIN', 'OPERATOR'] } });
  return found.map(({ id, nombreCompleto }) => ({ id, nombreCompleto }));
};
