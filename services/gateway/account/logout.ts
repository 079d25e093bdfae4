import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Ctx, Page } from '../context.ts';
import type { StreamHub } from '../live/hub.ts';
import { clearSessionCookie } from '../web/cookies.ts';
import { forgetSite } from '../web/headers.ts';

type LogoutPage = Page;

declare module '../context.ts' {
  interface Pages {
    'account/logout': LogoutPage;
  }
}

/** Logs out: the session, its streams and the cookie end together. */
const endSession = async (ctx: Ctx, hub: StreamHub): Promise<void> => {
  const { token } = ctx.state;
  if (token !== undefined) {
    await ctx.call('accounts.logout', { token, ip: ctx.ip });
    hub.closeSession(tokenHash(token));
  }
  clearSessionCookie(ctx);
  forgetSite(ctx);
};

/** GET /logout/ shows the button, so that no link can log anyone out. */
export const logoutPage = async (ctx: Ctx): Promise<void> => ctx.page('account/logout', { title: 'Salir' });

/** POST /logout/ */
export const logoutForm =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    await endSession(ctx, hub);
    ctx.redirect('/login/');
  };

/** POST /api/v1/logout */
export const apiLogout =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    await endSession(ctx, hub);
    ctx.status = 204;
  };
