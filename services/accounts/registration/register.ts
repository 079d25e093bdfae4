import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { findReferrer } from '../referrals/referrer.ts';
import { admitAttempt, forgetFailures } from '../sessions/login-throttle.ts';
import { openSession } from '../sessions/sessions.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { createUser } from '../users/create-user.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { presentUser } from '../users/present.ts';
import { assertStrong } from '../users/strong-password.ts';

type Asked = ActionParams<'accounts.register'>;
type Registered = ActionResult<'accounts.register'>;

/**
 * Registers a person and logs them in. An unknown referral code is ignored: a mistyped link must not keep anyone out.
 * The same form sent twice by the same browser (`submission`) registers once, and each sending is answered with a
 * session.
 *
 * @throws AppError `validation` (400) when the password is easy to guess, `cedula_taken` (409), `too_many_attempts` (429), `busy` (503)
 */
export const register = async (em: EntityManager, asked: Asked, now: Date): Promise<Registered> => {
  try {
    return await registerOnce(em, asked, now);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cedula_taken') throw error;
    const repeated = await repeat(em.fork(), asked, now);
    if (repeated === null) throw error;
    return repeated;
  }
};

const registerOnce = async (
  em: EntityManager,
  { registration, ref, origin, submission }: Asked,
  now: Date,
): Promise<Registered> => {
  const { cedula, nombreCompleto, phone, password } = registration;
  assertStrong(password, registration);
  const referrer = ref === undefined ? null : await findReferrer(em, ref);
  const passwordHash = await hashPassword(password);
  const user = await createUser(
    em,
    {
      ...{ cedula, nombreCompleto, phone, passwordHash, role: 'USER' as const },
      referrerId: referrer?.id ?? null,
      consent: origin,
      registeredBy: submission,
    },
    now,
  );
  return admit(em, user, now);
};

/**
 * The answer to a registration that the same browser has sent before: the person as they are, and a session of its
 * own, because the browser may have dropped the first. The password is asked for as at every login.
 *
 * @returns null when it is no repeat
 * @throws AppError `too_many_attempts` (429), `busy` (503)
 */
const repeat = async (
  em: EntityManager,
  { registration: { cedula, password }, submission }: Asked,
  now: Date,
): Promise<Registered | null> => {
  const user = await em.findOne(UserEntity, { cedula });
  if (user === null || submission === undefined || user.registeredBy !== submission) return null;
  // A password alone no longer lets them in.
  if (user.factorSince != null) return null;
  await admitAttempt(em, cedula, now);
  return (await verifyPassword(password, user.passwordHash)) ? admit(em, user, now) : null;
};

/** Whoever tried to log in before there was an account guessed nothing. */
const admit = async (em: EntityManager, user: UserRow, now: Date): Promise<Registered> => {
  await forgetFailures(em, user.cedula);
  return { user: presentUser(user), session: await openSession(em, user.id, false, now) };
};
