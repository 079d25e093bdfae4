import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { findReferrer } from '../referrals/referrer.ts';
import { forgetFailures } from '../sessions/login-throttle.ts';
import { openSession } from '../sessions/sessions.ts';
import { createUser } from './create-user.ts';
import { hashPassword } from './password-hash.ts';
import { presentUser } from './present.ts';
import { repeatedRegistration } from './repeated-registration.ts';

/**
 * Registers a person and logs them in. An unknown referral code is ignored: a mistyped link must not keep anyone out.
 * The same form sent twice by the same browser (`submission`) registers once, and each sending is answered with a
 * session.
 *
 * @throws AppError `cedula_taken` (409), `busy` (503)
 */
export const register = async (
  em: EntityManager,
  params: ActionParams<'accounts.register'>,
  now: Date,
): Promise<ActionResult<'accounts.register'>> => {
  try {
    return await registerOnce(em, params, now);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cedula_taken') throw error;
    const repeated = await repeatedRegistration(em.fork(), params, now);
    if (repeated === null) throw error;
    return repeated;
  }
};

const registerOnce = async (
  em: EntityManager,
  { registration, ref, origin, submission }: ActionParams<'accounts.register'>,
  now: Date,
): Promise<ActionResult<'accounts.register'>> => {
  const { cedula, nombreCompleto, phone, password } = registration;
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
  // Whoever tried to log in before there was an account guessed nothing.
  await forgetFailures(em, cedula);
  return { user: presentUser(user), session: await openSession(em, user.id, false, now) };
};
