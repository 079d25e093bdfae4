import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { passwordProblem } from '../../../shared/person/password.ts';
import { UserEntity } from '../persistence/entities.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { presentUser } from '../users/present.ts';
import { admitAttempt, forgetFailures } from './login-throttle.ts';
import { closeSessionsOf, openSession } from './sessions.ts';

/** Checked when nobody has the cédula, so that the answer takes as long as for a wrong password. */
const decoy = hashPassword('nadie tiene esta contraseña');

/**
 * Opens a session for a cédula and password.
 *
 * @throws AppError `wrong_credentials` (401), the same for an unknown cédula and a wrong password;
 *   `too_many_attempts` (429); `busy` (503)
 */
export const login = async (
  em: EntityManager,
  { cedula, password, remember }: ActionParams<'accounts.login'>,
  now: Date,
): Promise<ActionResult<'accounts.login'>> => {
  await admitAttempt(em, cedula, now);
  const user = await em.findOne(UserEntity, { cedula });
  const matches = await verifyPassword(password, user?.passwordHash ?? (await decoy));
  if (user === null || !matches) {
    throw new AppError('wrong_credentials', 'La cédula o la contraseña no son correctas.', { status: 401 });
  }
  await forgetFailures(em, cedula);
  return { user: presentUser(user), session: await openSession(em, user.id, remember, now) };
};

/**
 * Changes a password, closes the person's sessions on every device and opens a new one for this device.
 *
 * @throws AppError `validation` (400) when the current password is wrong; `too_many_attempts` (429)
 */
export const changePassword = async (
  em: EntityManager,
  { actor, current, password, remember }: ActionParams<'accounts.changePassword'>,
  now: Date,
): Promise<ActionResult<'accounts.changePassword'>> => {
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  await admitAttempt(em, user.cedula, now);
  if (!(await verifyPassword(current, user.passwordHash))) {
    throw new AppError('validation', 'La contraseña actual no es correcta.', {
      status: 400,
      fields: { current: 'La contraseña actual no es correcta.' },
    });
  }
  const problem = passwordProblem(password, user.cedula);
  if (problem !== null)
    throw new AppError('validation', problem, { status: 400, fields: { password: problem } });
  const passwordHash = await hashPassword(password);
  const session = await em.transactional(async (tx) => {
    await tx.nativeUpdate(UserEntity, { id: user.id }, { passwordHash });
    await closeSessionsOf(tx, user.id);
    await forgetFailures(tx, user.cedula);
    return openSession(tx, user.id, remember, now);
  });
  return { session };
};
