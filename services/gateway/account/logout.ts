import type { Ctx, Page } from '../context.ts';
import { clearSessionCookie } from '../web/cookies.ts';
import { forgetSite } from '../web/headers.ts';

type LogoutPage = Page;

declare module '../context.ts' {
  interface Pages {
    'account/logout': LogoutPage;
  }
}

/** Logs out: the session and the cookie end together; its streams when accounts tells every gateway. */
const endSession = async (ctx: Ctx): Promise<void> => {
  const { token } = ctx.state;
  if (token !== undefined) await ctx.call('accounts.logout', { token, ip: ctx.ip });
  clearSessionCookie(ctx);
  forgetSite(ctx);
};

/** GET /logout/ shows the button, so that no link can log anyone out. */
export const logoutPage = async (ctx: Ctx): Promise<void> => ctx.page('account/logout', { title: 'Salir' });

/** POST /logout/ */
export const logoutForm = async (ctx: Ctx): Promise<void> => {
  await endSession(ctx);
  ctx.redirect('/login/');
};

/** POST /api/v1/logout */
export const apiLogout = async (ctx: Ctx): Promise<void> => {
  await endSession(ctx);
  ctx.status = 204;
};
