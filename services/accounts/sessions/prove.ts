import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { verifyPassword } from '../users/password-hash.ts';
import { admitAttempt, forgetFailures } from './login-throttle.ts';
import { markProved } from './sessions.ts';

/**
 * The person shows that it is still they who use a session: with it, what needs a fresh proof is open to them for a while.
 *
 * @throws AppError `validation` (400) when the password is wrong; `too_many_attempts` (429); `unauthenticated` (401) when
 *   the session is over, or another's
 */
export const prove = async (
  em: EntityManager,
  { actor, token, password, submission }: ActionParams<'accounts.prove'>,
  now: Date,
): Promise<void> => {
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  await admitAttempt(em, user.cedula, now, submission);
  if (!(await verifyPassword(password, user.passwordHash))) throw wrong();
  await forgetFailures(em, user.cedula);
  if (await markProved(em, { userId: user.id, token }, now)) return;
  throw new AppError('unauthenticated', 'Su sesión terminó. Ingrese de nuevo para continuar.', {
    status: 401,
  });
};

const wrong = (): AppError =>
  new AppError('validation', 'La contraseña no es correcta.', {
    status: 400,
    fields: { password: 'La contraseña no es correcta.' },
  });
