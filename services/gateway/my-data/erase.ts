import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { clearDeviceCookie, clearInviterCookie, clearSessionCookie } from '../web/cookies.ts';
import { ticked } from '../web/form.ts';
import { forgetSite } from '../web/headers.ts';
import { seeOther } from '../web/redirect.ts';
import { userOf } from '../web/session.ts';

interface ErasePage extends Page {
  /** How many people they referred, who stay. */
  referrals: number;
  /** The box that confirms it was left empty. */
  unconfirmed: boolean;
  message?: string;
}
type ErasedPage = Page;

declare module '../context.ts' {
  interface Pages {
    'my-data/erase': ErasePage;
    'my-data/erased': ErasedPage;
  }
}

const ERASE = '/mis-datos/borrar/';

const show = async (ctx: Ctx, message?: string, status = 200): Promise<void> => {
  const referrals = await referralsOf(ctx);
  const said = { unconfirmed: ctx.query.falta !== undefined, ...(message === undefined ? {} : { message }) };
  ctx.page('my-data/erase', { title: 'Borrar mis datos', referrals, ...said }, status);
};

/** OPERATORs see nobody, also not whom they referred. */
const referralsOf = async (ctx: Ctx): Promise<number> => {
  if (userOf(ctx).role === 'OPERATOR') return 0;
  return (await ctx.call('accounts.referralCounts', {})).todos;
};

/** GET /mis-datos/borrar/ */
export const erasePage = (ctx: Ctx): Promise<void> => show(ctx);

/** POST /mis-datos/borrar/ with `confirmo` */
export const eraseForm = async (ctx: Ctx): Promise<void> => {
  if (!ticked(ctx, 'confirmo')) return seeOther(ctx, `${ERASE}?falta=confirmar`);
  try {
    await erase(ctx);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'has_role') throw error;
    return show(ctx, error.message, error.status);
  }
  ctx.redirect('/cuenta-borrada/');
};

/** GET /cuenta-borrada/ : also for whoever finds the address, because there is nobody to ask any more. */
export const erasedPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('my-data/erased', { title: 'Cuenta borrada' });

/** DELETE /api/v1/me?confirm=borrar */
export const apiErase = async (ctx: Ctx): Promise<void> => {
  if (ctx.query.confirm !== 'borrar') {
    throw new AppError('validation', 'Confirme con ?confirm=borrar: no se puede deshacer.', {
      status: 400,
      fields: { confirm: 'Debe ser "borrar".' },
    });
  }
  await erase(ctx);
  ctx.status = 204;
};

/** This browser keeps nothing either. */
const erase = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.eraseOwn', { ip: ctx.ip });
  clearSessionCookie(ctx);
  clearDeviceCookie(ctx);
  clearInviterCookie(ctx);
  forgetSite(ctx);
};
