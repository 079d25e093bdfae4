import { RECOVERY_LINK } from '../../../shared/contract/recovery.ts';
import { type FieldErrors, isAppError } from '../../../shared/errors.ts';
import type { StrengthBar } from '../account/password-strength.ts';
import type { Ctx, Page } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { clearLinkCookie, readLinkCookie, setLinkCookie } from '../web/cookies.ts';
import { type FormState, renameFields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { newPasswordOf, strengthOf } from './new-password.ts';

interface LinkPage extends Omit<FormState, 'values'>, Page {
  /** Whose it is, `•••••4321`; null when it opens nothing. */
  cedula: string | null;
  strength: StrengthBar | null;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/link': LinkPage;
  }
}

const FIELDS = { password: 'password1' };
/** As we make them. */
const TOKEN = /^[\w-]{22}$/;

const show = async (
  ctx: Ctx,
  cedula: string | null,
  refused: Omit<FormState, 'values'>,
  status = 200,
): Promise<void> => {
  const strength = cedula === null ? null : await strengthOf(ctx, refused.fields, status);
  ctx.page('recovery/link', { title: 'Contraseña nueva', cedula, strength, ...refused }, status);
};

const ownerOf = async (ctx: Ctx): Promise<string | null> => {
  const token = readLinkCookie(ctx) ?? '';
  const found = TOKEN.test(token) ? await ctx.call('accounts.recoveryLink', { token }) : null;
  return found?.cedula ?? null;
};

/**
 * GET /recuperar/enlace/?llave=… : the token goes into a cookie and out of the address at once, before any page is there
 * that could say where it came from. A chat that looks at the link uses nothing up.
 */
export const linkPage = async (ctx: Ctx): Promise<void> => {
  const { llave } = ctx.query;
  if (llave !== undefined) {
    if (typeof llave === 'string' && TOKEN.test(llave)) setLinkCookie(ctx, llave);
    else clearLinkCookie(ctx);
    return seeOther(ctx, RECOVERY_LINK);
  }
  const cedula = await ownerOf(ctx);
  await show(ctx, cedula, { fields: {} }, cedula === null ? 404 : 200);
};

/** POST /recuperar/enlace/ with `password1`, `password2` */
export const linkForm = async (ctx: Ctx): Promise<void> => {
  const { password, problems } = newPasswordOf(ctx);
  const refuse = async (fields: FieldErrors, message: string, status: number): Promise<void> =>
    show(ctx, await ownerOf(ctx), { fields, message }, status);
  if (Object.keys(problems).length > 0) return refuse(problems, 'Revise los datos marcados.', 400);
  try {
    const token = readLinkCookie(ctx) ?? '';
    await ctx.call('accounts.followLink', { token, password, ip: ctx.ip });
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    return refuse(renameFields(error.fields ?? {}, FIELDS), error.message, error.status);
  }
  clearLinkCookie(ctx);
  ctx.redirect(withNotice('/login/', 'contrasena-recuperada'));
};
