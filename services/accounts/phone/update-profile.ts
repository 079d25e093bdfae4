import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { UserEntity } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { changePhone } from './own-phone.ts';

/**
 * Changes what a person may change of themselves: name, phone and goal. Never the cédula, nor the role. Where phones are
 * proven, another phone only waits for that.
 *
 * @throws AppError `not_found` (404) when the account is gone
 */
export const updateProfile = async (
  em: EntityManager,
  { actor, profile: { phone, ...profile } }: ActionParams<'accounts.updateProfile'>,
  messenger: MessengerSettings,
  now: Date,
): Promise<ActionResult<'accounts.updateProfile'>> => {
  const user = await em.findOne(UserEntity, { id: actor.id });
  if (user === null) throw new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });
  Object.assign(user, profile);
  await changePhone(em, messenger, user, phone, now);
  await em.flush();
  return presentUser(user);
};
