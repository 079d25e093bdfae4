import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { UserRow } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { openPending } from './pending.ts';
import { openSession } from './sessions.ts';

/** The password was right: a session for who has no second factor, for others a login that waits for it. */
export const enter = async (
  em: EntityManager,
  user: UserRow,
  remember: boolean,
  now: Date,
): Promise<ActionResult<'accounts.login'>> =>
  user.factorSince == null
    ? { user: presentUser(user), session: await openSession(em, user.id, remember, now) }
    : { pending: await openPending(em, { userId: user.id, remember }, now) };
