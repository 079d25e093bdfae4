import type { Ctx } from '../context.ts';
import type { StreamHub } from '../live/hub.ts';
import { clearSessionCookie } from './cookies.ts';

/** Logs out: the session, its streams and the cookie end together. */
export const endSession = async (ctx: Ctx, hub: StreamHub): Promise<void> => {
  const { token } = ctx.state;
  if (token !== undefined) {
    await ctx.call('accounts.logout', { token });
    hub.closeSession(token);
  }
  clearSessionCookie(ctx);
};
