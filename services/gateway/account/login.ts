import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import type { StreamHub } from '../live/hub.ts';
import { setSessionCookie } from '../web/cookies.ts';
import { endSession } from '../web/end-session.ts';
import { textField, ticked } from '../web/form.ts';
import { inviterOf } from '../web/inviter.ts';
import { localPath } from '../web/local-path.ts';
import { originOf } from '../web/session.ts';
import { submissionOf } from '../web/submission.ts';

const TITLE = 'Ingresar';

/** GET /login/ */
export const loginPage = async (ctx: Ctx): Promise<void> => {
  const next = localPath(ctx.query.next);
  if (ctx.state.user !== undefined) return ctx.redirect(next);
  ctx.page('login', { title: TITLE, next, values: {}, inviter: await inviterOf(ctx) });
};

/** POST /login/ */
export const loginForm = async (ctx: Ctx): Promise<void> => {
  const cedula = textField(ctx, 'cedula');
  const next = localPath(textField(ctx, 'next'));
  const remember = ticked(ctx, 'remember_me');
  try {
    const password = textField(ctx, 'password').slice(0, 1_000);
    const { session } = await ctx.call('accounts.login', {
      cedula,
      password,
      remember,
      origin: originOf(ctx),
      submission: submissionOf(ctx, ['cedula', 'password']),
    });
    setSessionCookie(ctx, session);
    ctx.redirect(next);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    const values = { cedula, remember };
    ctx.page('login', { title: TITLE, next, values, fields, message, inviter: await inviterOf(ctx) }, status);
  }
};

/** POST /logout/ ; GET shows the button, so that no link can log anyone out. */
export const logoutForm =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    await endSession(ctx, hub);
    ctx.redirect('/login/');
  };

export const logoutPage = async (ctx: Ctx): Promise<void> => ctx.page('logout', { title: 'Salir' });
