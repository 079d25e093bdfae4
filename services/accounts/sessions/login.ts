import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { hashPassword, isCheap, verifyPassword } from '../users/password-hash.ts';
import { type LoginWatch, resultOf } from './login-result.ts';
import { admitLogin } from './login-throttle.ts';
import { proceed } from './proceed.ts';

type Asked = ActionParams<'accounts.login'>;

let decoy: Promise<string> | undefined;

/** Checked when nobody has the cédula, so that the answer takes as long as for a wrong password. */
const decoyHash = (): Promise<string> => {
  decoy ??= hashPassword('nadie tiene esta contraseña');
  return decoy;
};

/**
 * Opens a session for a cédula and password, or a login that waits for the second factor.
 *
 * @param watch is told how it ended
 * @throws AppError `wrong_credentials` (401), the same for an unknown cédula and a wrong password;
 *   `account_suspended` (403) after the right password; `too_many_attempts` (429); `busy` (503)
 */
export const login = async (
  em: EntityManager,
  subnetOf: SubnetOf,
  asked: Asked,
  now: Date,
  watch: LoginWatch = () => {},
): Promise<ActionResult<'accounts.login'>> => {
  const user = await em.findOne(UserEntity, { cedula: asked.cedula });
  try {
    const opened = await enter(em, subnetOf, user, asked, now);
    // One that waits for the second step is not in yet.
    if ('session' in opened) watch('good', user);
    return opened;
  } catch (error) {
    watch(resultOf(error), user);
    throw error;
  }
};

const enter = async (
  em: EntityManager,
  subnetOf: SubnetOf,
  user: UserRow | null,
  { cedula, password, submission, ...browser }: Asked,
  now: Date,
): Promise<ActionResult<'accounts.login'>> => {
  const { ip, device } = browser;
  const attempt = await admitLogin(em, subnetOf, { cedula, ip, device, submission }, now);
  const stored = user?.passwordHash ?? (await decoyHash());
  const matches = await verifyPassword(password, stored);
  if (user === null || !matches) {
    throw new AppError('wrong_credentials', 'La cédula o la contraseña no son correctas.', { status: 401 });
  }
  await attempt.succeed();
  // Made when less was spent on them. One that was changed meanwhile stays as it is.
  if (isCheap(stored))
    await em.nativeUpdate(
      UserEntity,
      { id: user.id, passwordHash: stored },
      { passwordHash: await hashPassword(password) },
    );
  return proceed(em, user, browser, now);
};
