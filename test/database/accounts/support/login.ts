import { login as logIn } from '../../../../services/accounts/sessions/login.ts';
import type { ActionResult } from '../../../../shared/contract/actions.ts';

type Entered = Exclude<ActionResult<'accounts.login'>, { pending: unknown }>;

/** Logs in who has no second factor. @throws Error when one is asked for */
export const login = async (...given: Parameters<typeof logIn>): Promise<Entered> => {
  const answer = await logIn(...given);
  if ('pending' in answer) throw new Error('a second factor is asked for');
  return answer;
};
