import type { Admission } from '../../../shared/contract/accounts.ts';
import { isAppError } from '../../../shared/errors.ts';
import { passwordRule } from '../../../shared/person/rules.ts';
import type { Ctx, Next, Page } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { readSessionCookie } from '../web/cookies.ts';
import { type FormState, renameFields, submissionOf, textField } from '../web/form.ts';
import { isToken } from '../web/session.ts';
import { guesserOf, letIn } from './browser.ts';
import { type StrengthBar, strengthBar } from './password-strength.ts';

const FIELDS = { current: 'password', password: 'password1' };
const PASSWORDS = ['password', 'password1'];
/** Refusals that nothing on this page mends: they lead to the page that does. */
const elsewhere = new Set(['proof_needed', 'factor_needed']);

/** Nothing that was typed is shown again. */
type Refused = Omit<FormState, 'values'>;

interface PasswordPage extends Refused, Page {
  /** Of the new password that was typed; null before. */
  strength: StrengthBar | null;
}

declare module '../context.ts' {
  interface Pages {
    'account/password': PasswordPage;
  }
}

const show = async (ctx: Ctx, refused: Refused, status = 200): Promise<void> => {
  const isJudged = status !== 429 && refused.fields.password2 === undefined;
  const strength = isJudged ? await strengthBar(ctx, textField(ctx, 'password1')) : null;
  ctx.page('account/password', { title: 'Cambiar contraseña', ...refused, strength }, status);
};

/** GET /cambiar-password/ */
export const passwordPage = async (ctx: Ctx): Promise<void> => show(ctx, { fields: {} });

/**
 * The same form a second time: the first time closed the session that it was sent from, and perhaps nobody saw that
 * answer. Only who knows the new password is told.
 */
export const repeatedPasswordForm = async (ctx: Ctx, next: Next): Promise<void> => {
  const token = readSessionCookie(ctx);
  if (ctx.state.user !== undefined || !isToken(token)) return void (await next());
  const password = passwordRule.safeParse(textField(ctx, 'password1'));
  if (!password.success || password.data !== textField(ctx, 'password2')) return void (await next());
  const repeated = await ctx.call('accounts.repeatPasswordChange', {
    ...{ token, password: password.data, remember: false, submission: submissionOf(ctx, PASSWORDS) },
    ...guesserOf(ctx),
  });
  if (repeated === null) return void (await next());
  changed(ctx, repeated);
};

/** POST /cambiar-password/ */
export const passwordForm = async (ctx: Ctx): Promise<void> => {
  const password = textField(ctx, 'password1');
  if (password !== textField(ctx, 'password2')) {
    return show(ctx, { fields: { password2: 'Las dos contraseñas no son iguales.' } }, 400);
  }
  const { token = '' } = ctx.state;
  try {
    const admission = await ctx.call('accounts.changePassword', {
      current: textField(ctx, 'password').slice(0, 1_000),
      password,
      remember: false,
      token,
      submission: submissionOf(ctx, PASSWORDS),
      ...guesserOf(ctx),
    });
    changed(ctx, admission);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500 || elsewhere.has(error.code)) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const fields = renameFields(error.fields ?? {}, FIELDS);
    await show(ctx, { fields, message: error.message }, error.status);
  }
};

const changed = (ctx: Ctx, admission: Admission): void => {
  letIn(ctx, admission);
  ctx.redirect(withNotice('/perfil/', 'contrasena-cambiada'));
};
