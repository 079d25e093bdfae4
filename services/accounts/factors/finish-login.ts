import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { comeIn } from '../sessions/let-in.ts';
import { type LoginWatch, resultOf } from '../sessions/login-result.ts';
import { closePending, countTry, pendingId, readPending } from '../sessions/pending.ts';
import { FactorEntity, UserEntity, type UserRow } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { acceptFactor } from './accept-factor.ts';
import { askPasskey } from './accept-passkey.ts';
import type { FactorSettings } from './settings.ts';

const purposeOf = (token: string): string => `login ${pendingId(token)}`;

/** With what a login that waits can be finished. @throws AppError `login_over` (401) */
export const meansOfLogin = async (
  em: EntityManager,
  { token }: ActionParams<'accounts.pendingLogin'>,
  now: Date,
): Promise<ActionResult<'accounts.pendingLogin'>> => {
  const userId = await readPending(em, token, now);
  const passkeys = await em.count(FactorEntity, { userId, kind: 'passkey' });
  return { means: passkeys > 0 ? ['code', 'passkey'] : ['code'] };
};

/** What a passkey is to sign for a login that waits. @throws AppError `login_over` (401), `no_factor` (409) */
export const askLoginPasskey = async (
  em: EntityManager,
  { token, origin }: ActionParams<'accounts.loginPasskey'>,
  now: Date,
): Promise<ActionResult<'accounts.loginPasskey'>> => {
  const userId = await readPending(em, token, now);
  return askPasskey(em, { userId, purpose: purposeOf(token), origin }, now);
};

type Asked = ActionParams<'accounts.finishLogin'>;

/**
 * Opens the session of a login that waited for the second factor.
 *
 * @param watch is told how it ended, unless the login was over already: then nobody knows whose it was
 * @throws AppError `validation` (400) when it is wrong; `too_many_attempts` (429); `login_over` (401);
 *   `account_suspended` (403)
 */
export const finishLogin = async (
  em: EntityManager,
  settings: FactorSettings,
  asked: Asked,
  now: Date,
  watch: LoginWatch = () => {},
): Promise<ActionResult<'accounts.finishLogin'>> => {
  const { userId, remember } = await countTry(em, asked.token, now);
  const user = await em.findOneOrFail(UserEntity, { id: userId });
  try {
    const opened = await enter(em, settings, user, { ...asked, remember }, now);
    watch('good', user);
    return opened;
  } catch (error) {
    watch(resultOf(error), user);
    throw error;
  }
};

const enter = async (
  em: EntityManager,
  settings: FactorSettings,
  user: UserRow,
  { token, remember, userAgent, replaces, ...shown }: Asked & { remember: boolean },
  now: Date,
): Promise<ActionResult<'accounts.finishLogin'>> => {
  await acceptFactor(em, settings, user, { ...shown, purpose: purposeOf(token) }, now);
  await closePending(em, token);
  const { ip, device } = shown;
  const browser = { remember, ip, userAgent, device, replaces };
  return { user: presentUser(user), ...(await comeIn(em, user, browser, now)) };
};
