import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { askOf } from '../../../shared/persistence/prepared.ts';
import type { DecidedText, Given } from '../consent/decisions.ts';
import { assertCurrent } from '../consent/texts/policy-view.ts';
import { findReferrer } from '../referrals/referrer.ts';
import { comeIn } from '../sessions/let-in.ts';
import { admitLogin } from '../sessions/login-throttle.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { withNewCode } from '../users/create-user.ts';
import type { NewUser } from '../users/new-user.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { presentUser } from '../users/present.ts';
import { assertStrong } from '../users/strong-password.ts';
import { registrationBy } from './register-sql.ts';

type Asked = ActionParams<'accounts.register'>;
type Registered = Exclude<ActionResult<'accounts.register'>, { pending: unknown }>;

/** What a registration takes besides the database. */
export interface Registrar {
  subnetOf: SubnetOf;
  /** The text that people decide on. */
  text: DecidedText;
}

/**
 * Registers a person and logs them in. An unknown referral code is ignored: a mistyped link must not keep anyone out.
 * The same form sent twice by the same browser (`submission`) registers once, and each sending is answered with a
 * session.
 *
 * @throws AppError `validation` (400) when the password is easy to guess, `policy_changed` (409) when they read another
 * text, `cedula_taken` (409), `too_many_attempts` (429), `busy` (503)
 */
export const register = async (
  em: EntityManager,
  registrar: Registrar,
  asked: Asked,
  now: Date,
): Promise<Registered> => {
  try {
    return await registerOnce(em, registrar, asked, now);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cedula_taken') throw error;
    const repeated = await repeat(em.fork(), registrar, asked, now);
    if (repeated === null) throw error;
    return repeated;
  }
};

const registerOnce = async (
  em: EntityManager,
  registrar: Registrar,
  asked: Asked,
  now: Date,
): Promise<Registered> => {
  const person = await prepare(em, registrar, asked);
  const { statement, values, admission } = registrationBy({ ...asked.origin, replaces: asked.replaces }, now);
  const ask = askOf(em);
  const user = await withNewCode(ask, person, now, async (given) => {
    const added = await ask(statement, values(given));
    return added.length > 0;
  });
  return { user: presentUser(user), ...admission };
};

/**
 * What somebody who registers will be, once their password is found good.
 *
 * @throws AppError `validation` (400), `policy_changed` (409), `busy` (503)
 */
export const prepare = async (
  em: EntityManager,
  registrar: Registrar,
  asked: Asked,
): Promise<NewUser & { consent: Given }> => {
  const { registration, ref, submission } = asked;
  assertCurrent(registrar.text, asked.version);
  const { cedula, nombreCompleto, phone, password } = registration;
  assertStrong(password, registration);
  const referrer = ref === undefined ? null : await findReferrer(em, ref);
  // Before anybody knows whether the cédula is taken: both answers cost the same.
  const passwordHash = await hashPassword(password);
  return {
    ...{ cedula, nombreCompleto, phone, passwordHash, role: 'USER' },
    referrerId: referrer?.id ?? null,
    consent: consentOf(registrar, asked),
    registeredBy: submission,
  };
};

/** What the person has decided on the form: the account rests on the policy, and the others are theirs to give. */
const consentOf = (
  { subnetOf, text }: Registrar,
  { registration: { lookup, sharing }, channel, origin }: Asked,
): Given => ({
  purposes: ['policy', ...(lookup ? (['lookup'] as const) : []), ...(sharing ? (['sharing'] as const) : [])],
  ...{ text, channel, ...origin, subnet: subnetOf(origin.ip) },
});

/**
 * The answer to a registration that the same browser has sent before: the person as they are, and a session of its
 * own, because the browser may have dropped the first. The password is asked for as at every login.
 *
 * @returns null when it is no repeat
 * @throws AppError `too_many_attempts` (429), `busy` (503)
 */
const repeat = async (
  em: EntityManager,
  registrar: Registrar,
  asked: Asked,
  now: Date,
): Promise<Registered | null> => {
  const { registration, origin, submission, device } = asked;
  const { cedula, password } = registration;
  const user = await em.findOne(UserEntity, { cedula });
  if (user === null || submission === undefined || user.registeredBy !== submission) return null;
  // A password alone no longer lets them in.
  if (user.factorSince != null) return null;
  const attempt = await admitLogin(em, registrar.subnetOf, { cedula, ip: origin.ip, device }, now);
  if (!(await verifyPassword(password, user.passwordHash))) return null;
  await attempt.succeed();
  return admit(em, user, asked, now);
};

const admit = async (
  em: EntityManager,
  user: UserRow,
  { origin, device, replaces }: Asked,
  now: Date,
): Promise<Registered> => ({
  user: presentUser(user),
  ...(await comeIn(em, user, { remember: false, ...origin, device, replaces }, now)),
});
