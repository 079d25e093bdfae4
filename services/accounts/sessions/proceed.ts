import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { UserRow } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { type Browser, comeIn } from './let-in.ts';
import { openPending } from './pending.ts';
import { assertNotSuspended } from './suspended.ts';

/**
 * The password was right: a session for who has no second factor, for others a login that waits for it.
 *
 * @throws AppError `account_suspended` (403)
 */
export const proceed = async (
  em: EntityManager,
  user: UserRow,
  browser: Browser,
  now: Date,
): Promise<ActionResult<'accounts.login'>> => {
  assertNotSuspended(user);
  if (user.factorSince != null)
    return { pending: await openPending(em, { userId: user.id, remember: browser.remember }, now) };
  return { user: presentUser(user), ...(await comeIn(em, user, browser, now)) };
};
