import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { enter } from './enter.ts';
import { admitLogin } from './login-throttle.ts';

/** Checked when nobody has the cédula, so that the answer takes as long as for a wrong password. */
const decoy = hashPassword('nadie tiene esta contraseña');

/**
 * Opens a session for a cédula and password, or a login that waits for the second factor.
 *
 * @throws AppError `wrong_credentials` (401), the same for an unknown cédula and a wrong password;
 *   `too_many_attempts` (429); `busy` (503)
 */
export const login = async (
  em: EntityManager,
  { cedula, password, remember, submission, ip, device }: ActionParams<'accounts.login'>,
  now: Date,
): Promise<ActionResult<'accounts.login'>> => {
  const attempt = await admitLogin(em, { cedula, ip, device, submission }, now);
  const user = await em.findOne(UserEntity, { cedula });
  const stored = user?.passwordHash ?? (await decoy);
  const matches = await verifyPassword(password, stored);
  if (user === null || !matches) {
    throw new AppError('wrong_credentials', 'La cédula o la contraseña no son correctas.', { status: 401 });
  }
  await attempt.succeed();
  return enter(em, user, { remember, device }, now);
};
