import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx, Next } from '../context.ts';
import { userOf } from '../web/session.ts';

/** Refuses whoever leads nobody, whatever they ask for; the census behind it refuses them too. */
export const leading = async (ctx: Ctx, next: Next): Promise<void> => {
  authorize(userOf(ctx), 'refreshMany');
  await next();
};
