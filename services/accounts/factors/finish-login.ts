import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { comeIn } from '../sessions/let-in.ts';
import { closePending, countTry, pendingId, readPending } from '../sessions/pending.ts';
import { FactorEntity, UserEntity } from '../store/entities.ts';
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

type Finishing = ActionParams<'accounts.finishLogin'>;

/**
 * Takes the factor of a login that waits. One sending after the other: the same one twice is taken as the first time, which
 * the browser may have dropped. What was counted stays so when it is refused.
 */
const take = (
  em: EntityManager,
  settings: FactorSettings,
  shown: Omit<Finishing, 'userAgent' | 'replaces'>,
  now: Date,
) =>
  em.transactional(async (tx) => {
    const { userId, remember, isRepeat } = await countTry(tx, shown, now);
    const user = await tx.findOneOrFail(UserEntity, { id: userId });
    if (isRepeat) return { user, remember };
    try {
      await acceptFactor(tx, settings, user, { ...shown, purpose: purposeOf(shown.token) }, now);
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
    await closePending(tx, shown, now);
    return { user, remember };
  });

/**
 * Opens the session of a login that waited for the second factor.
 *
 * @throws AppError `validation` (400) when it is wrong; `too_many_attempts` (429); `login_over` (401)
 */
export const finishLogin = async (
  em: EntityManager,
  settings: FactorSettings,
  { userAgent, replaces, ...shown }: Finishing,
  now: Date,
): Promise<ActionResult<'accounts.finishLogin'>> => {
  const taken = await take(em, settings, shown, now);
  if (isAppError(taken)) throw taken;
  const { user, remember } = taken;
  const { ip, device } = shown;
  const browser = { remember, ip, userAgent, device, replaces };
  return { user: presentUser(user), ...(await comeIn(em, user, browser, now)) };
};
