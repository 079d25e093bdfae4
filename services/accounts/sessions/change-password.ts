import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Admission } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { proofNeeded } from '../../../shared/identity/proof-needed.ts';
import { audit } from '../audit/audit.ts';
import { followSession } from '../push/of-sessions.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { assertStrong } from '../users/strong-password.ts';
import { forgetDevices } from './devices.ts';
import { type Browser, letIn } from './let-in.ts';
import { type Attempt, admitChange } from './login-throttle.ts';
import { closePendingOf } from './pending.ts';
import { closeSessionsOf, isProved, userOfReplaced } from './sessions.ts';

type Changed = ActionResult<'accounts.changePassword'>;

/**
 * Changes a password, closes the person's sessions on every device and opens a new one for this device. A password
 * that is the wanted one already was changed by the same form, sent twice: that is told as the first time.
 *
 * @throws AppError `validation` (400) when the current password is wrong, or the new one the same or easy to guess;
 *   `proof_needed` (403) when who has a second factor has not shown it for `freshMs`; `too_many_attempts` (429)
 */
export const changePassword = async (
  em: EntityManager,
  params: ActionParams<'accounts.changePassword'>,
  now: Date,
  freshMs: number,
): Promise<Changed> => {
  const { actor, current, password, submission, token } = params;
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  // Who has one shows their second factor first; of others the current password says enough.
  if (user.factorSince != null && !(await isProved(em, { userId: user.id, token }, freshMs, now)))
    return overtaken(em, user, params, now);
  const attempt = await admitChange(em, { cedula: user.cedula, token, submission }, now);
  if (!(await verifyPassword(current, user.passwordHash))) {
    if (await verifyPassword(password, user.passwordHash)) return confirm(em, user, attempt, params, now);
    throw wrongCurrent();
  }
  await attempt.succeed();
  if (password.normalize('NFKC') === current.normalize('NFKC')) throw sameAsBefore();
  assertStrong(password, user);
  const passwordHash = await hashPassword(password);
  const changed = await replace(em, user, { ...params, passwordHash }, now);
  if (changed !== null) return changed;
  // Another request was faster: perhaps the same one.
  const newer = await em.fork().findOneOrFail(UserEntity, { id: user.id });
  if (await verifyPassword(password, newer.passwordHash)) return confirm(em, newer, attempt, params, now);
  throw wrongCurrent();
};

/**
 * The first of two forms may have closed the session of the second while that was on its way; no factor is shown in it any more.
 *
 * @throws AppError `proof_needed` (403) when it is no repeat
 */
const overtaken = async (
  em: EntityManager,
  user: UserRow,
  params: ActionParams<'accounts.changePassword'>,
  now: Date,
): Promise<Changed> => {
  // The person as they are now, not as they were read before.
  const fresh = em.fork();
  const closed = await userOfReplaced(fresh, params.token, now);
  const repeated = closed?.id === user.id ? await repeatPasswordChange(fresh, params, now) : null;
  if (repeated === null) throw proofNeeded();
  return repeated;
};

/**
 * The same once more, from a session that the first time closed: the browser dropped that answer.
 *
 * @returns null when it is no repeat, or comes too late
 * @throws AppError `too_many_attempts` (429)
 */
export const repeatPasswordChange = async (
  em: EntityManager,
  params: ActionParams<'accounts.repeatPasswordChange'>,
  now: Date,
): Promise<Changed | null> => {
  const user = await userOfReplaced(em, params.token, now);
  if (user === null) return null;
  const { token, submission } = params;
  const attempt = await admitChange(em, { cedula: user.cedula, token, submission }, now);
  const isIts = await verifyPassword(params.password, user.passwordHash);
  return isIts ? confirm(em, user, attempt, params, now) : null;
};

const confirm = async (
  em: EntityManager,
  user: UserRow,
  attempt: Attempt,
  browser: Browser,
  now: Date,
): Promise<Changed> => {
  await attempt.succeed();
  return letIn(em, user, browser, now);
};

/** @returns null when the password is no longer the one that was looked at, and nothing was changed */
const replace = (
  em: EntityManager,
  seen: UserRow,
  { token, passwordHash, ...browser }: ActionParams<'accounts.changePassword'> & { passwordHash: string },
  now: Date,
): Promise<Admission | null> =>
  em.fork().transactional(async (tx) => {
    const user = await tx.findOneOrFail(
      UserEntity,
      { id: seen.id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (user.passwordHash !== seen.passwordHash) return null;
    await tx.nativeUpdate(UserEntity, { id: user.id }, { passwordHash });
    await closeSessionsOf(tx, user.id, token, now);
    await closePendingOf(tx, user.id);
    await forgetDevices(tx, user.id);
    const entry = { actor: user, action: 'password.change', subjectIds: [user.id], ip: browser.ip } as const;
    await audit(tx, entry, now);
    const admission = await letIn(tx, user, browser, now);
    await followSession(tx, user.id, { from: token, to: admission.session.token });
    return admission;
  });

const SAME = 'Es la contraseña que ya tiene: escriba otra.';

const sameAsBefore = (): AppError =>
  new AppError('validation', SAME, { status: 400, fields: { password: SAME } });

const wrongCurrent = (): AppError =>
  new AppError('validation', 'La contraseña actual no es correcta.', {
    status: 400,
    fields: { current: 'La contraseña actual no es correcta.' },
  });
