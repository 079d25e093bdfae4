import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { closePending, countTry } from '../sessions/pending.ts';
import { openSession } from '../sessions/sessions.ts';
import { UserEntity } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { acceptCode } from './accept-code.ts';
import type { FactorSettings } from './settings.ts';

/**
 * Opens the session of a login that waited for the second factor.
 *
 * @throws AppError `validation` (400) when it is wrong; `too_many_attempts` (429); `login_over` (401)
 */
export const finishLogin = async (
  em: EntityManager,
  settings: FactorSettings,
  { token, ...shown }: ActionParams<'accounts.finishLogin'>,
  now: Date,
): Promise<ActionResult<'accounts.finishLogin'>> => {
  const { userId, remember } = await countTry(em, token, now);
  const user = await em.findOneOrFail(UserEntity, { id: userId });
  await acceptCode(em, settings, user, shown, now);
  await closePending(em, token);
  return { user: presentUser(user), session: await openSession(em, user.id, remember, now) };
};
