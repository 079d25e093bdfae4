import { z } from 'zod';
import { sixDigitsRule } from '../../../shared/contract/recovery.ts';
import { type FieldErrors, isAppError } from '../../../shared/errors.ts';
import { cedulaRule, passwordRule } from '../../../shared/person/rules.ts';
import type { StrengthBar } from '../account/password-strength.ts';
import type { Ctx, Page } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { clearAskedCookie, readAskedCookie } from '../web/cookies.ts';
import { type FormState, renameFields, submissionOf, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { newPasswordOf, strengthOf } from './new-password.ts';

interface CodePage extends FormState, Page {
  /** Whether a code was asked for a moment ago. */
  isAsked: boolean;
  strength: StrengthBar | null;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/code': CodePage;
  }
}

const FIELDS = { password: 'password1' };
const SENT = ['cedula', 'code', 'password1'];

const confirmRule = z.object({ cedula: cedulaRule, code: sixDigitsRule, password: passwordRule });

export const RECOVER = '/recuperar/';
export const RECOVERY_CODE = '/recuperar/codigo/';

/** Where nothing can be sent nobody is asked, known or not. */
export const sendsCodes = (ctx: Ctx): boolean => ctx.config.messenger.name !== 'none';

/** Where the code and the new password are typed, after the cédula was or again. */
const show = async (ctx: Ctx, form: FormState & { isAsked: boolean }, status = 200): Promise<void> => {
  const strength = form.isAsked ? null : await strengthOf(ctx, form.fields, status);
  ctx.page('recovery/code', { title: 'Escriba el código', strength, ...form }, status);
};

/** GET /recuperar/codigo/ */
export const codePage = async (ctx: Ctx): Promise<void> => {
  if (!sendsCodes(ctx)) return ctx.redirect(RECOVER);
  const { data: cedula } = cedulaRule.safeParse(readAskedCookie(ctx));
  const values = cedula === undefined ? {} : { cedula };
  await show(ctx, { values, fields: {}, isAsked: cedula !== undefined });
};

/** POST /recuperar/codigo/ with `cedula`, `code`, `password1`, `password2` */
export const codeForm = async (ctx: Ctx): Promise<void> => {
  const [cedula, code] = [textField(ctx, 'cedula'), textField(ctx, 'code')];
  const { password, problems } = newPasswordOf(ctx);
  const refuse = (fields: FieldErrors, message: string, status: number): Promise<void> =>
    show(ctx, { values: { cedula, code }, fields, message, isAsked: false }, status);
  if (Object.keys(problems).length > 0) return refuse(problems, 'Revise los datos marcados.', 400);
  try {
    const given = parsed(confirmRule, { cedula, code, password });
    await ctx.call('accounts.confirmRecovery', {
      ...{ ...given, ip: ctx.ip, submission: submissionOf(ctx, SENT) },
    });
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    return refuse(renameFields(error.fields ?? {}, FIELDS), error.message, error.status);
  }
  clearAskedCookie(ctx);
  ctx.redirect(withNotice('/login/', 'contrasena-recuperada'));
};

/** POST /api/v1/recovery/confirm {cedula, code, password} */
export const apiConfirm = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.confirmRecovery', { ...parsed(confirmRule, bodyOf(ctx)), ip: ctx.ip });
  ctx.status = 204;
};
