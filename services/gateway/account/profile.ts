import { isAppError } from '../../../shared/errors.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import type { Ctx } from '../context.ts';
import { textField } from '../web/form.ts';
import { renameFields } from '../web/form-errors.ts';
import { actorOf, userOf } from '../web/session.ts';
import { ownCard } from './own-card.ts';

/** GET /perfil/ */
export const profilePage = async (ctx: Ctx): Promise<void> =>
  ctx.page('profile', { title: 'Mi perfil', card: await ownCard(ctx) });

/** The form's field names by the contract's. */
const FIELDS = { nombreCompleto: 'nombre_completo', phone: 'phone', referralGoal: 'referral_goal' };
const TITLE = 'Editar mis datos';

/** GET /perfil/editar/ */
export const profileEditPage = async (ctx: Ctx): Promise<void> => {
  const { nombreCompleto, phone, referralGoal } = userOf(ctx);
  const values = {
    nombre_completo: nombreCompleto,
    phone: formatPhone(phone),
    referral_goal: String(referralGoal),
  };
  ctx.page('profile-edit', { title: TITLE, values, fields: {} });
};

/** POST /perfil/editar/ */
export const profileEditForm = async (ctx: Ctx): Promise<void> => {
  const text = (name: string) => textField(ctx, name);
  const values = {
    nombre_completo: text('nombre_completo'),
    phone: text('phone'),
    referral_goal: text('referral_goal'),
  };
  try {
    const profile = {
      nombreCompleto: values.nombre_completo,
      phone: values.phone,
      referralGoal: values.referral_goal,
    };
    await ctx.call('accounts.updateProfile', { actor: actorOf(ctx), profile });
    ctx.redirect('/perfil/?aviso=datos-guardados');
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    const fields = renameFields(error.fields, FIELDS);
    ctx.page('profile-edit', { title: TITLE, values, fields, message: error.message }, error.status);
  }
};
