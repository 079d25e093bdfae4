import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { qrOf } from '../ui/qr.ts';
import { type FormState, textField } from '../web/form.ts';
import { SECURITY, showCodes } from './security.ts';

interface AppPage extends Omit<FormState, 'values'>, Page {
  /** An inline SVG. */
  qr: string;
  /** The same in groups of letters, for who cannot scan. */
  secret: string;
}

declare module '../context.ts' {
  interface Pages {
    'security/app': AppPage;
  }
}

const show = async (ctx: Ctx, refused: Omit<FormState, 'values'>, status = 200): Promise<void> => {
  const { secret, uri } = await ctx.call('accounts.beginTotp', {});
  const qr = qrOf(uri);
  const groups = secret.replace(/.{4}(?=.)/g, '$& ');
  ctx.page('security/app', { title: 'Aplicación de códigos', qr, secret: groups, ...refused }, status);
};

/** POST /perfil/seguridad/aplicacion/ */
export const appForm = (ctx: Ctx): Promise<void> => show(ctx, { fields: {} });

/** POST /perfil/seguridad/aplicacion/confirmar/ with `code` */
export const confirmAppForm = async (ctx: Ctx): Promise<void> => {
  const { token = '' } = ctx.state;
  try {
    const { codes } = await ctx.call('accounts.confirmTotp', {
      code: textField(ctx, 'code'),
      ip: ctx.ip,
      token,
    });
    if (codes.length === 0) return ctx.redirect(SECURITY);
    showCodes(ctx, codes);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, fields, message, status } = error;
    if (fields === undefined && code !== 'enrolment_lost') throw error;
    await show(ctx, { fields: fields ?? {}, message }, status);
  }
};
