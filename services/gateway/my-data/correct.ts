import { isAppError } from '../../../shared/errors.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import { phoneInForm, saveProfile } from '../account/save-profile.ts';
import type { Ctx, Page } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { type FormState, renameFields, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { userOf } from '../web/session.ts';
import { refRule } from './ref-rule.ts';

interface CorrectPage extends FormState, Page {
  /** Who invited them, as it is known; null = nobody. */
  referrer: string | null;
  /** Whether they may say themselves who invited them. */
  mayCorrectReferrer: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'my-data/correct': CorrectPage;
  }
}

/** The form's field names by the contract's. */
const FIELDS = { nombreCompleto: 'nombre_completo' };
const PAGE = '/mis-datos/corregir/';
const UNKNOWN_CODE = 'No es un código ni un enlace de invitación. Cópielo como se lo enviaron.';

const show = async (ctx: Ctx, form: Partial<FormState>, status = 200): Promise<void> => {
  const { nombreCompleto, role } = userOf(ctx);
  const [{ referrer }, phone] = await Promise.all([ctx.call('accounts.ownData', {}), phoneInForm(ctx)]);
  ctx.page(
    'my-data/correct',
    {
      title: 'Corregir mis datos',
      referrer,
      mayCorrectReferrer: role !== 'LEADER',
      fields: {},
      ...form,
      values: { nombre_completo: nombreCompleto, phone, ...form.values },
    },
    status,
  );
};

/** GET /mis-datos/corregir/ */
export const correctPage = (ctx: Ctx): Promise<void> => show(ctx, {});

/** Shows what was sent again, with what is wrong with it. @throws what no field of the page mends */
const refuse = async (ctx: Ctx, error: unknown, values: Record<string, string>): Promise<void> => {
  if (!isAppError(error) || error.status >= 500 || error.fields === undefined) throw error;
  await show(
    ctx,
    { values, fields: renameFields(error.fields, FIELDS), message: error.message },
    error.status,
  );
};

/** POST /mis-datos/corregir/ with `nombre_completo` and `phone` */
export const correctForm = async (ctx: Ctx): Promise<void> => {
  const [nombreCompleto, phone] = [textField(ctx, 'nombre_completo'), textField(ctx, 'phone')];
  const { referralGoal } = userOf(ctx);
  try {
    await saveProfile(ctx, { nombreCompleto, phone, referralGoal }, PAGE);
  } catch (error) {
    await refuse(ctx, error, { nombre_completo: nombreCompleto, phone });
  }
};

/** POST /mis-datos/corregir/invitacion/ with `ref`, or with `nadie` */
export const referrerForm = async (ctx: Ctx): Promise<void> => {
  const isNobody = textField(ctx, 'nadie') !== '';
  const ref = textField(ctx, 'ref');
  const code = isNobody ? null : parseReferralCode(ref);
  if (code === null && !isNobody)
    return show(ctx, { values: { ref }, fields: { ref: UNKNOWN_CODE }, message: UNKNOWN_CODE }, 400);
  try {
    await ctx.call('accounts.correctReferrer', { code, ip: ctx.ip });
  } catch (error) {
    return refuse(ctx, error, { ref });
  }
  ctx.redirect(withNotice(PAGE, 'invitacion-corregida'));
};

/** POST /api/v1/me/referrer {ref}: a code or a link; null = nobody */
export const apiCorrectReferrer = async (ctx: Ctx): Promise<void> => {
  const { ref } = parsed(refRule, bodyOf(ctx));
  await ctx.call('accounts.correctReferrer', { code: ref, ip: ctx.ip });
  ctx.status = 204;
};
