import { assertMayBegin } from '../../../shared/policy/assert-may-begin.ts';
import type { Ctx, Next } from '../context.ts';
import { userOf } from '../web/session.ts';

/** Refuses whoever leads nobody, whatever they ask for; the census behind it refuses them too. */
export const leading = async (ctx: Ctx, next: Next): Promise<void> => {
  assertMayBegin(userOf(ctx));
  await next();
};
