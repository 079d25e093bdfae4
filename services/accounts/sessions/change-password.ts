import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpenedSession } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { proofNeeded } from '../../../shared/identity/proof-needed.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { hashPassword, verifyPassword } from '../users/password-hash.ts';
import { assertStrong } from '../users/strong-password.ts';
import { admitAttempt, forgetFailures } from './login-throttle.ts';
import { closePendingOf } from './pending.ts';
import { closeSessionsOf, isProved, openSession, userOfReplaced } from './sessions.ts';

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
  const { actor, current, password, submission } = params;
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  // Who has one shows their second factor first; of others the current password says enough.
  if (user.factorSince != null && !(await isProved(em, params.token ?? '', freshMs, now)))
    throw proofNeeded();
  await admitAttempt(em, user.cedula, now, submission);
  if (!(await verifyPassword(current, user.passwordHash))) {
    if (await verifyPassword(password, user.passwordHash)) return confirm(em, user, params, now);
    throw wrongCurrent();
  }
  if (password.normalize('NFKC') === current.normalize('NFKC')) throw sameAsBefore();
  assertStrong(password, user);
  const session = await replace(em, user, { ...params, passwordHash: await hashPassword(password) }, now);
  if (session !== null) return { session };
  // Another request was faster: perhaps the same one.
  const changed = await em.fork().findOneOrFail(UserEntity, { id: user.id });
  if (await verifyPassword(password, changed.passwordHash)) return confirm(em, changed, params, now);
  throw wrongCurrent();
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
  await admitAttempt(em, user.cedula, now, params.submission);
  return (await verifyPassword(params.password, user.passwordHash)) ? confirm(em, user, params, now) : null;
};

const confirm = async (
  em: EntityManager,
  user: UserRow,
  { remember }: { remember: boolean },
  now: Date,
): Promise<Changed> => {
  await forgetFailures(em, user.cedula);
  return { session: await openSession(em, user.id, remember, now) };
};

/** @returns null when the password is no longer the one that was looked at, and nothing was changed */
const replace = (
  em: EntityManager,
  seen: UserRow,
  { token, passwordHash, remember }: { token?: string | undefined; passwordHash: string; remember: boolean },
  now: Date,
): Promise<OpenedSession | null> =>
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
    await forgetFailures(tx, user.cedula);
    return openSession(tx, user.id, remember, now);
  });

const SAME = 'Es la contraseña que ya tiene: escriba otra.';

const sameAsBefore = (): AppError =>
  new AppError('validation', SAME, { status: 400, fields: { password: SAME } });

const wrongCurrent = (): AppError =>
  new AppError('validation', 'La contraseña actual no es correcta.', {
    status: 400,
    fields: { current: 'La contraseña actual no es correcta.' },
  });
