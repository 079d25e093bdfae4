import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { sessionOver } from '../../../shared/identity/session-over.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { admitChange } from '../sessions/login-throttle.ts';
import { markProved } from '../sessions/sessions.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { verifyPassword } from '../users/password-hash.ts';
import { acceptFactor } from './accept-factor.ts';
import { askPasskey } from './accept-passkey.ts';
import type { FactorSettings } from './settings.ts';

type Shown = ActionParams<'accounts.prove'>;

const purposeOf = (token: string): string => `proof ${tokenHash(token).slice(0, 32)}`;

/** What a passkey is to sign for that. @throws AppError `no_factor` (409) */
export const askProofPasskey = (
  em: EntityManager,
  { actor, token, origin }: ActionParams<'accounts.proofPasskey'>,
  now: Date,
): Promise<ActionResult<'accounts.proofPasskey'>> =>
  askPasskey(em, { userId: actor.id, purpose: purposeOf(token), origin }, now);

/**
 * The person shows that it is still they who use a session: with it, what needs a fresh proof is open to them for a while.
 * Who has a second factor shows that; a password alone is what a thief of passwords has.
 *
 * @throws AppError `validation` (400) when it is wrong; `too_many_attempts` (429); `unauthenticated` (401) when the session
 *   is over, or another's
 */
export const prove = async (
  em: EntityManager,
  settings: FactorSettings,
  shown: Shown,
  now: Date,
): Promise<void> => {
  const { actor, token } = shown;
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  if (user.factorSince == null) await acceptPassword(em, user, shown, now);
  else {
    const from = { purpose: purposeOf(token), sessionId: tokenHash(token).slice(0, 32) };
    await acceptFactor(em, settings, user, { ...shown, ...from }, now);
  }
  if (await markProved(em, { userId: user.id, token }, now)) return;
  throw sessionOver();
};

const acceptPassword = async (
  em: EntityManager,
  user: UserRow,
  { password = '', submission, token }: Shown,
  now: Date,
): Promise<void> => {
  const attempt = await admitChange(em, { cedula: user.cedula, token, submission }, now);
  if (!(await verifyPassword(password, user.passwordHash))) throw wrongPassword();
  await attempt.succeed();
};

const WRONG = 'La contraseña no es correcta.';

const wrongPassword = (): AppError =>
  new AppError('validation', WRONG, { status: 400, fields: { password: WRONG } });
