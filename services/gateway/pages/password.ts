import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { setSessionCookie } from '../middleware/cookies.ts';
import { textField } from '../middleware/form.ts';
import { actorOf, originOf } from '../middleware/session.ts';
import { renameFields } from './form-errors.ts';

const FIELDS = { current: 'password', password: 'password1' };
const TITLE = 'Cambiar contraseña';

/** GET /cambiar-password/ */
export const passwordPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('password', { title: TITLE, fields: {} });

/** POST /cambiar-password/ */
export const passwordForm = async (ctx: Ctx): Promise<void> => {
  const password = textField(ctx, 'password1');
  if (password !== textField(ctx, 'password2')) {
    return ctx.page(
      'password',
      { title: TITLE, fields: { password2: 'Las dos contraseñas no son iguales.' } },
      400,
    );
  }
  try {
    const { session } = await ctx.call('accounts.changePassword', {
      actor: actorOf(ctx),
      current: textField(ctx, 'password').slice(0, 1_000),
      password,
      remember: false,
      origin: originOf(ctx),
    });
    setSessionCookie(ctx, session);
    ctx.redirect('/perfil/?aviso=contrasena-cambiada');
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const fields = renameFields(error.fields ?? {}, FIELDS);
    ctx.page('password', { title: TITLE, fields, message: error.message }, error.status);
  }
};
