import { z } from 'zod';
import type { User } from '../../../shared/contract/accounts.ts';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { codeRule, type FactorMeans, shownPasskeyRule } from '../../../shared/contract/factors.ts';
import { isAppError } from '../../../shared/errors.ts';
import { guesserOf, letIn, replacedBy } from '../account/browser.ts';
import type { Ctx, Page } from '../context.ts';
import { clearPendingCookie } from '../web/cookies.ts';
import { type FormState, submissionOf, textField } from '../web/form.ts';
import { originFor } from '../web/host.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { localPath } from '../web/redirect.ts';
import { passkeyField, pendingToken } from './passkeys.ts';

interface SecondStepPage extends Omit<FormState, 'values'>, Page {
  /** Where it leads to. */
  next: string;
  hasPasskey: boolean;
  /** Whether the password must be given again. */
  isOver: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'security/second-step': SecondStepPage;
  }
}

/** Opens the session of the login that waits in this browser. @throws AppError what `accounts.finishLogin` does */
const finish = async (
  ctx: Ctx,
  shown: Omit<
    ActionInput<'accounts.finishLogin'>,
    'token' | 'origin' | 'ip' | 'device' | 'userAgent' | 'replaces'
  >,
): Promise<User> => {
  const who = { token: pendingToken(ctx), origin: originFor(ctx), ...guesserOf(ctx), ...replacedBy(ctx) };
  const { user, ...admission } = await ctx.call('accounts.finishLogin', { ...shown, ...who });
  clearPendingCookie(ctx);
  letIn(ctx, admission);
  return user;
};

const show = async (
  ctx: Ctx,
  next: string,
  refused: Omit<FormState, 'values'>,
  status = 200,
): Promise<void> => {
  const means = await meansOf(ctx);
  const hasPasskey = means.includes('passkey');
  ctx.page(
    'security/second-step',
    { title: 'Segundo paso', next, hasPasskey, isOver: means.length === 0, ...refused },
    status,
  );
};

/** @returns none when the login is over */
const meansOf = async (ctx: Ctx): Promise<FactorMeans[]> => {
  try {
    return (await ctx.call('accounts.pendingLogin', { token: pendingToken(ctx) })).means;
  } catch (error) {
    if (isAppError(error) && error.status === 401) return [];
    throw error;
  }
};

/** GET /login/segundo-paso/?next=… */
export const secondStepPage = async (ctx: Ctx): Promise<void> => {
  const next = localPath(ctx.query.next);
  if (ctx.state.user !== undefined) return ctx.redirect(next);
  if (pendingToken(ctx) === '') return ctx.redirect('/login/');
  await show(ctx, next, { fields: {} });
};

/** POST /login/segundo-paso/ */
export const secondStepForm = async (ctx: Ctx): Promise<void> => {
  const next = localPath(textField(ctx, 'next'));
  // The same form a second time, after the first has let them in.
  if (ctx.state.user !== undefined) return ctx.redirect(next);
  try {
    const passkey = passkeyField(ctx, 'llave');
    // The contract says what is wrong with what is no passkey.
    const shown = passkey === undefined ? { code: textField(ctx, 'code') } : { passkey: passkey as never };
    await finish(ctx, { ...shown, submission: submissionOf(ctx, ['code', 'llave']) });
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.status === 401) clearPendingCookie(ctx);
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    return await show(ctx, next, { fields, message }, status);
  }
  ctx.redirect(next);
};

const shownRule = z.object({ code: codeRule.optional(), passkey: shownPasskeyRule.optional() });

/** POST /api/v1/login/factor {code} or {passkey} */
export const apiSecondStep = async (ctx: Ctx): Promise<void> => {
  ctx.body = { user: await finish(ctx, parsed(shownRule, bodyOf(ctx))) };
};
