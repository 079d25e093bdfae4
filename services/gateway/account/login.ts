import { z } from 'zod';
import type { User } from '../../../shared/contract/accounts.ts';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import type { Ctx, Inviter, Page } from '../context.ts';
import { setPendingCookie } from '../web/cookies.ts';
import { type FormState, submissionOf, textField, ticked } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { inviterOf } from '../web/inviter.ts';
import { localPath } from '../web/redirect.ts';
import {
  admitForm,
  admitProgram,
  foreseenWorkProof,
  unusedWorkProof,
  type WorkProofView,
} from './admit-form.ts';
import { guesserOf, letIn, replacedBy } from './browser.ts';

interface LoginPage extends FormState, Page {
  /** Where it leads to. */
  next: string;
  inviter: Inviter | null;
  remember: boolean;
  proof: WorkProofView | null;
}

declare module '../context.ts' {
  interface Pages {
    'account/login': LoginPage;
  }
}

/**
 * Opens a session for this browser, or begins a login that waits for the second factor.
 *
 * @returns null when it waits. @throws AppError what `accounts.login` does
 */
const logIn = async (
  ctx: Ctx,
  given: Omit<ActionInput<'accounts.login'>, 'ip' | 'device' | 'userAgent' | 'replaces'>,
): Promise<User | null> => {
  const who = { ...guesserOf(ctx), ...replacedBy(ctx) };
  const answer = await ctx.call('accounts.login', { ...given, ...who });
  if ('pending' in answer) {
    setPendingCookie(ctx, answer.pending);
    return null;
  }
  letIn(ctx, answer);
  return answer.user;
};

/** Where the second factor is shown. */
const SECOND_STEP = '/login/segundo-paso/';

const show = async (
  ctx: Ctx,
  next: string,
  given: Omit<LoginPage, 'title' | 'next' | 'inviter'>,
  status = 200,
): Promise<void> =>
  ctx.page('account/login', { title: 'Ingresar', next, ...given, inviter: await inviterOf(ctx) }, status);

/** GET /login/ */
export const loginPage = async (ctx: Ctx): Promise<void> => {
  const next = localPath(ctx.query.next);
  if (ctx.state.user !== undefined) return ctx.redirect(next);
  const proof = await foreseenWorkProof(ctx, 'login');
  await show(ctx, next, { values: {}, fields: {}, remember: false, proof });
};

/** The form once more, with what was typed, when it came too late. */
export const renewLogin = async (ctx: Ctx, message: string): Promise<void> => {
  const form = { values: { cedula: textField(ctx, 'cedula') }, fields: {}, message };
  const proof = await unusedWorkProof(ctx, 'login');
  await show(
    ctx,
    localPath(textField(ctx, 'next')),
    { ...form, remember: ticked(ctx, 'remember_me'), proof },
    403,
  );
};

/** POST /login/ */
export const loginForm = async (ctx: Ctx): Promise<void> => {
  const cedula = textField(ctx, 'cedula');
  const next = localPath(textField(ctx, 'next'));
  const remember = ticked(ctx, 'remember_me');
  const password = textField(ctx, 'password').slice(0, 1_000);
  let workProofOfNext = unusedWorkProof;
  try {
    // Before the proof is looked at, which is good once.
    parsed(loginRule, { cedula, password });
    workProofOfNext = foreseenWorkProof;
    const proof = await admitForm(ctx, 'login', cedula);
    if (proof !== null) {
      const { message } = proof;
      const form = { values: { cedula }, remember, fields: {}, proof };
      return await show(ctx, next, { ...form, ...(message === null ? {} : { message }) }, 429);
    }
    const submission = submissionOf(ctx, ['cedula', 'password']);
    const user = await logIn(ctx, { cedula, password, remember, submission });
    ctx.redirect(user === null ? `${SECOND_STEP}?next=${encodeURIComponent(next)}` : next);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    const proof = await workProofOfNext(ctx, 'login');
    await show(ctx, next, { values: { cedula }, remember, fields, message, proof }, status);
  }
};

const loginRule = z.object({
  cedula: cedulaRule,
  password: z.string({ error: 'Escriba su contraseña.' }).min(1, 'Escriba su contraseña.').max(1_000),
  remember: z.boolean({ error: 'Debe ser true o false.' }).default(false),
});

/** POST /api/v1/login : 202 when the second factor is to be sent to /api/v1/login/factor. */
export const apiLogin = async (ctx: Ctx): Promise<void> => {
  const given = parsed(loginRule, bodyOf(ctx));
  await admitProgram(ctx, 'login', given.cedula);
  const user = await logIn(ctx, given);
  if (user !== null) {
    ctx.body = { user };
    return;
  }
  ctx.status = 202;
  ctx.body = { next: '/api/v1/login/factor' };
};
