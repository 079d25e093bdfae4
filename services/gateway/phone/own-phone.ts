import { z } from 'zod';
import { codeRule } from '../../../shared/contract/factors.ts';
import type { PhoneState } from '../../../shared/contract/phone.ts';
import { isAppError } from '../../../shared/errors.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import type { Ctx, Page } from '../context.ts';
import { formatDay, formatSecond } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';

interface PhonePage extends Omit<FormState, 'values'>, Page {
  phone: string;
  /** The day on which it was proven; null when it was not. */
  confirmedOn: string | null;
  pending: string | null;
  canConfirm: boolean;
  /** Whether a code went out a moment ago, and from when on another may. */
  resendFrom: string | null;
  wasSent: boolean;
  /** The day from which codes for a new password go to it; null when they do. */
  recoversOn: string | null;
}

declare module '../context.ts' {
  interface Pages {
    'phone/own-phone': PhonePage;
  }
}

export const OWN_PHONE = '/perfil/telefono/';

const show = async (ctx: Ctx, refused: Omit<FormState, 'values'>, status = 200): Promise<void> => {
  const state = await ctx.call('accounts.phone', {});
  ctx.page('phone/own-phone', { title: 'Su celular', ...present(state), ...refused }, status);
};

const present = ({
  phone,
  confirmedAt,
  pending,
  canConfirm,
  resendAt,
  codeUntil,
  recoversFrom,
}: PhoneState) => ({
  phone: formatPhone(phone),
  confirmedOn: confirmedAt === null ? null : formatDay(confirmedAt),
  pending: pending === null ? null : formatPhone(pending),
  canConfirm,
  resendFrom: resendAt === null ? null : formatSecond(new Date(resendAt)),
  wasSent: codeUntil !== null,
  recoversOn: recoversFrom === null ? null : formatDay(recoversFrom),
});

const refuse = async (ctx: Ctx, error: unknown): Promise<void> => {
  // That they must show first that it is they is asked for elsewhere.
  if (!isAppError(error) || error.status >= 500 || error.status === 403) throw error;
  if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
  const { fields = {}, message, status } = error;
  await show(ctx, { fields, message }, status);
};

/** GET /perfil/telefono/ */
export const phonePage = (ctx: Ctx): Promise<void> => show(ctx, { fields: {} });

/** POST /perfil/telefono/codigo/: sends one. */
export const sendCodeForm = async (ctx: Ctx): Promise<void> => {
  try {
    await ctx.call('accounts.sendPhoneCode', { ip: ctx.ip });
    ctx.redirect(withNotice(OWN_PHONE, 'codigo-enviado'));
  } catch (error) {
    await refuse(ctx, error);
  }
};

/** POST /perfil/telefono/: takes the code. */
export const confirmPhoneForm = async (ctx: Ctx): Promise<void> => {
  try {
    await ctx.call('accounts.confirmPhone', { code: textField(ctx, 'code'), ip: ctx.ip });
    ctx.redirect(withNotice('/perfil/', 'telefono-confirmado'));
  } catch (error) {
    await refuse(ctx, error);
  }
};

/** POST /perfil/telefono/dejar/: goes on with the phone that there is. */
export const keepPhoneForm = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.keepPhone', {});
  ctx.redirect(withNotice('/perfil/', 'datos-guardados'));
};

/** GET /api/v1/me/phone */
export const apiPhone = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.phone', {});
};

/** POST /api/v1/me/phone/code */
export const apiSendCode = async (ctx: Ctx): Promise<void> => {
  ctx.status = 202;
  ctx.body = await ctx.call('accounts.sendPhoneCode', { ip: ctx.ip });
};

/** POST /api/v1/me/phone/confirm {code} */
export const apiConfirmPhone = async (ctx: Ctx): Promise<void> => {
  const { code } = parsed(z.object({ code: codeRule }), bodyOf(ctx));
  ctx.body = await ctx.call('accounts.confirmPhone', { code, ip: ctx.ip });
};
