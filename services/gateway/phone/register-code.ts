import { z } from 'zod';
import type { User } from '../../../shared/contract/accounts.ts';
import { codeRule } from '../../../shared/contract/factors.ts';
import type { CodeWait } from '../../../shared/contract/phone.ts';
import { isAppError } from '../../../shared/errors.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import { phoneRule } from '../../../shared/person/rules.ts';
import { guesserOf, letIn, replacedBy } from '../account/browser.ts';
import { REGISTER_CODE } from '../account/register.ts';
import type { Ctx, Page } from '../context.ts';
import { formatSecond } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { clearRegistrationCookie, readRegistrationCookie } from '../web/cookies.ts';
import { type FormState, submissionOf, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { isToken } from '../web/session.ts';

interface RegisterCodePage extends FormState, Page {
  /** What the registration waits for; null when it waits no more. */
  wait: { phone: string; resendFrom: string | null; isLast: boolean } | null;
}

declare module '../context.ts' {
  interface Pages {
    'phone/register-code': RegisterCodePage;
  }
}

/** Empty when this browser has registered nobody. */
const tokenOf = (ctx: Ctx): string => {
  const token = readRegistrationCookie(ctx);
  return isToken(token) ? token : '';
};

/** @returns null when the cédula has an account already. @throws AppError what `accounts.confirmRegistration` does */
const confirm = async (ctx: Ctx, given: { code: string; submission?: string }): Promise<User | null> => {
  const who = { token: tokenOf(ctx), ...guesserOf(ctx), ...replacedBy(ctx) };
  const answer = await ctx.call('accounts.confirmRegistration', { ...given, ...who });
  clearRegistrationCookie(ctx);
  if ('existing' in answer) return null;
  letIn(ctx, answer);
  return answer.user;
};

const resend = (ctx: Ctx, phone: string | undefined): Promise<CodeWait> =>
  ctx.call('accounts.resendRegistration', { token: tokenOf(ctx), ip: ctx.ip, phone });

const presentWait = ({ phone, resendAt }: CodeWait, now: Date): RegisterCodePage['wait'] => {
  const at = resendAt === null ? null : new Date(resendAt);
  const resendFrom = at !== null && at > now ? formatSecond(at) : null;
  return { phone: formatPhone(phone), resendFrom, isLast: at === null };
};

const show = async (ctx: Ctx, refused: Partial<FormState>, status = 200): Promise<void> => {
  const wait = await waitOf(ctx);
  const values = { phone: wait === null ? '' : formatPhone(wait.phone), ...refused.values };
  const page = { wait: wait === null ? null : presentWait(wait, new Date()), fields: {}, ...refused, values };
  ctx.page('phone/register-code', { title: 'Confirme su celular', ...page }, status);
};

const waitOf = async (ctx: Ctx): Promise<CodeWait | null> => {
  try {
    return await ctx.call('accounts.pendingRegistration', { token: tokenOf(ctx) });
  } catch (error) {
    if (isAppError(error) && error.status === 401) return null;
    throw error;
  }
};

/** Says on the page what was wrong. @throws the error when it is no answer for a person */
const refuse = async (ctx: Ctx, error: unknown, values: Record<string, string>): Promise<void> => {
  if (!isAppError(error) || error.status >= 500) throw error;
  if (error.status === 401) clearRegistrationCookie(ctx);
  if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
  const { fields = {}, message, status } = error;
  await show(ctx, { values, fields, message }, status);
};

/** GET /register/codigo/ */
export const registerCodePage = async (ctx: Ctx): Promise<void> => {
  if (ctx.state.user !== undefined) return ctx.redirect('/');
  if (tokenOf(ctx) === '') return ctx.redirect('/register/');
  await show(ctx, {});
};

/** POST /register/codigo/ */
export const registerCodeForm = async (ctx: Ctx): Promise<void> => {
  // The same form a second time, after the first has let them in.
  if (ctx.state.user !== undefined) return ctx.redirect('/');
  try {
    const { code } = parsed(z.object({ code: codeRule }), { code: textField(ctx, 'code') });
    const user = await confirm(ctx, { code, submission: submissionOf(ctx, ['code']) });
    ctx.redirect(user === null ? withNotice('/login/', 'ya-tiene-cuenta') : withNotice('/', 'bienvenida'));
  } catch (error) {
    await refuse(ctx, error, {});
  }
};

/** POST /register/codigo/otro/: another code, also to another number. */
export const registerResendForm = async (ctx: Ctx): Promise<void> => {
  if (ctx.state.user !== undefined) return ctx.redirect('/');
  const typed = textField(ctx, 'phone');
  try {
    const { phone } = parsed(z.object({ phone: phoneRule }), { phone: typed });
    await resend(ctx, phone);
    ctx.redirect(withNotice(REGISTER_CODE, 'codigo-enviado'));
  } catch (error) {
    await refuse(ctx, error, { phone: typed });
  }
};

/** POST /api/v1/register/confirm {code} : 201 with the person; 200 {existing: true} when the cédula has an account. */
export const apiConfirmRegistration = async (ctx: Ctx): Promise<void> => {
  const user = await confirm(ctx, parsed(z.object({ code: codeRule }), bodyOf(ctx)));
  ctx.status = user === null ? 200 : 201;
  ctx.body = user === null ? { existing: true } : { user };
};

/** POST /api/v1/register/code {phone?} */
export const apiResendRegistration = async (ctx: Ctx): Promise<void> => {
  const { phone } = parsed(z.object({ phone: phoneRule.optional() }), bodyOf(ctx));
  ctx.status = 202;
  ctx.body = await resend(ctx, phone);
};
