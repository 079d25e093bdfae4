import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { UserRow } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { letIn } from './let-in.ts';
import { openPending } from './pending.ts';

/** The password was right: a session for who has no second factor, for others a login that waits for it. */
export const enter = async (
  em: EntityManager,
  user: UserRow,
  { remember, device }: { remember: boolean; device?: string | undefined },
  now: Date,
): Promise<ActionResult<'accounts.login'>> =>
  user.factorSince == null
    ? { user: presentUser(user), ...(await letIn(em, user.id, { remember, device }, now)) }
    : { pending: await openPending(em, { userId: user.id, remember }, now) };
