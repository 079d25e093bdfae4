import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { subnetBlock } from '../subnet/subnet-block.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { presentUser } from '../users/present.ts';
import { letIn } from './let-in.ts';
import { admitLogin } from './login-throttle.ts';

/** Checked when nobody has the cédula, so that the answer takes as long as for a wrong password. */
const decoy = hashPassword('nadie tiene esta contraseña');

/**
 * Opens a session for a cédula and password.
 *
 * @throws AppError `wrong_credentials` (401), the same for an unknown cédula and a wrong password;
 *   `account_suspended` (403) after the right password; `too_many_attempts` (429); `busy` (503)
 */
export const login = async (
  em: EntityManager,
  { cedula, password, submission, ...browser }: ActionParams<'accounts.login'>,
  now: Date,
): Promise<ActionResult<'accounts.login'>> => {
  const { ip, device } = browser;
  const attempt = await admitLogin(em, { cedula, ip, device, submission }, now);
  const user = await em.findOne(UserEntity, { cedula });
  const stored = user?.passwordHash ?? (await decoy);
  const matches = await attempt.look(() =>
    verifyPassword(password, stored, { errand: 'login', from: subnetBlock(ip) }),
  );
  if (user === null || !matches) {
    throw new AppError('wrong_credentials', 'La cédula o la contraseña no son correctas.', { status: 401 });
  }
  await attempt.succeed();
  return { user: presentUser(user), ...(await letIn(em, user, browser, now)) };
};
