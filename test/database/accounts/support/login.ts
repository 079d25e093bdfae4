import type { EntityManager } from '@mikro-orm/postgresql';
import { login as logIn } from '../../../../services/accounts/sessions/login.ts';
import type { ActionParams, ActionResult } from '../../../../shared/contract/actions.ts';
import { subnetOf } from './subnet.ts';

type Entered = Exclude<ActionResult<'accounts.login'>, { pending: unknown }>;

/** Logs in who has no second factor. @throws Error when one is asked for */
export const login = async (
  em: EntityManager,
  asked: ActionParams<'accounts.login'>,
  now: Date,
): Promise<Entered> => {
  const answer = await logIn(em, subnetOf, asked, now);
  if ('pending' in answer) throw new Error('a second factor is asked for');
  return answer;
};
