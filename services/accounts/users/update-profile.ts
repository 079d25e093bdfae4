import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { presentUser } from './present.ts';

/**
 * Changes what a person may change of themselves: name, phone and goal. Never the cédula, nor the role.
 *
 * @throws AppError `not_found` (404) when the account is gone
 */
export const updateProfile = async (
  em: EntityManager,
  { actor, profile }: ActionParams<'accounts.updateProfile'>,
): Promise<ActionResult<'accounts.updateProfile'>> => {
  const user = await em.findOne(UserEntity, { id: actor.id });
  if (user === null) throw new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });
  Object.assign(user, profile);
  await em.flush();
  return presentUser(user);
};
