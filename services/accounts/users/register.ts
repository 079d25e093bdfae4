import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { findReferrer } from '../referrals/referrer.ts';
import { openSession } from '../sessions/sessions.ts';
import { createUser } from './create-user.ts';
import { hashPassword } from './password-hash.ts';
import { presentUser } from './present.ts';

/**
 * Registers a person and logs them in. An unknown referral code is ignored: a mistyped link must not keep anyone out.
 *
 * @throws AppError `cedula_taken` (409), `busy` (503)
 */
export const register = async (
  em: EntityManager,
  { registration, ref, origin }: ActionParams<'accounts.register'>,
  now: Date,
): Promise<ActionResult<'accounts.register'>> => {
  const { cedula, nombreCompleto, phone, password } = registration;
  const referrer = ref === undefined ? null : await findReferrer(em, ref);
  const passwordHash = await hashPassword(password);
  const user = await createUser(
    em,
    {
      cedula,
      nombreCompleto,
      phone,
      passwordHash,
      role: 'USER',
      referrerId: referrer?.id ?? null,
      consent: origin,
    },
    now,
  );
  return { user: presentUser(user), session: await openSession(em, user.id, false, now) };
};
