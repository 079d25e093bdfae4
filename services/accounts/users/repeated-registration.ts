import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { UserEntity } from '../persistence/entities.ts';
import { admitAttempt, forgetFailures } from '../sessions/login-throttle.ts';
import { openSession } from '../sessions/sessions.ts';
import { verifyPassword } from './password-hash.ts';
import { presentUser } from './present.ts';

/**
 * The answer to a registration that the same browser has sent before: the person as they are, and a session of its
 * own, because the browser may have dropped the first. The password is asked for as at every login.
 *
 * @returns null when it is no repeat
 * @throws AppError `too_many_attempts` (429), `busy` (503)
 */
export const repeatedRegistration = async (
  em: EntityManager,
  { registration: { cedula, password }, submission }: ActionParams<'accounts.register'>,
  now: Date,
): Promise<ActionResult<'accounts.register'> | null> => {
  const user = await em.findOne(UserEntity, { cedula });
  if (user === null || submission === undefined || user.registeredBy !== submission) return null;
  await admitAttempt(em, cedula, now);
  if (!(await verifyPassword(password, user.passwordHash))) return null;
  await forgetFailures(em, cedula);
  return { user: presentUser(user), session: await openSession(em, user.id, false, now) };
};
