import { z } from 'zod';
import type { User } from '../../../shared/contract/accounts.ts';
import { codeRule } from '../../../shared/contract/factors.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { clearPendingCookie, readPendingCookie, setSessionCookie } from '../web/cookies.ts';
import { type FormState, submissionOf, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { localPath } from '../web/redirect.ts';
import { isToken } from '../web/session.ts';

interface SecondStepPage extends Omit<FormState, 'values'>, Page {
  /** Where it leads to. */
  next: string;
}

declare module '../context.ts' {
  interface Pages {
    'security/second-step': SecondStepPage;
  }
}

/** Opens the session of the login that waits in this browser. @throws AppError what `accounts.finishLogin` does */
const finish = async (ctx: Ctx, code: string, submission?: string): Promise<User> => {
  const cookie = readPendingCookie(ctx);
  const token = isToken(cookie) ? cookie : '';
  const repeat = submission === undefined ? {} : { submission };
  const { user, session } = await ctx.call('accounts.finishLogin', { token, code, ip: ctx.ip, ...repeat });
  clearPendingCookie(ctx);
  setSessionCookie(ctx, session);
  return user;
};

const show = (ctx: Ctx, next: string, refused: Omit<FormState, 'values'>, status = 200): void =>
  ctx.page('security/second-step', { title: 'Segundo paso', next, ...refused }, status);

/** GET /login/segundo-paso/?next=… */
export const secondStepPage = async (ctx: Ctx): Promise<void> => {
  const next = localPath(ctx.query.next);
  if (ctx.state.user !== undefined) return ctx.redirect(next);
  if (!isToken(readPendingCookie(ctx))) return ctx.redirect('/login/');
  show(ctx, next, { fields: {} });
};

/** POST /login/segundo-paso/ */
export const secondStepForm = async (ctx: Ctx): Promise<void> => {
  const next = localPath(textField(ctx, 'next'));
  try {
    await finish(ctx, textField(ctx, 'code'), submissionOf(ctx, ['code']));
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.status === 401) clearPendingCookie(ctx);
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    return show(ctx, next, { fields, message }, status);
  }
  ctx.redirect(next);
};

/** POST /api/v1/login/factor {code} */
export const apiSecondStep = async (ctx: Ctx): Promise<void> => {
  const { code } = parsed(z.object({ code: codeRule }), bodyOf(ctx));
  ctx.body = { user: await finish(ctx, code) };
};
