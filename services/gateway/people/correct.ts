import { isAppError } from '../../../shared/errors.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import type { Ctx } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { bodyOf, personId } from '../web/input.ts';
import type { CorrectionForm } from './correction.ts';
import { showUser } from './user.ts';

/** Does a correction, and shows the person's page with what was wrong in its form. */
const correct = async (
  ctx: Ctx,
  userId: string,
  correction: Omit<CorrectionForm, 'fields'>,
  work: () => Promise<unknown>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    return showUser(ctx, userId, { correction: { ...correction, fields: error.fields } }, error.status);
  }
  ctx.redirect(withNotice(`/admin/usuarios/${userId}/`, 'persona-corregida'));
};

/** POST /admin/usuarios/:id/cedula/ with `cedula` and `reason` */
export const cedulaForm = (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const [cedula, reason] = [textField(ctx, 'cedula'), textField(ctx, 'reason')];
  return correct(ctx, userId, { what: 'cedula', value: cedula, reason }, () =>
    ctx.call('accounts.correctCedula', { userId, cedula, reason, ip: ctx.ip }),
  );
};

/** POST /admin/usuarios/:id/invitacion/ with `ref`, nothing = nobody, and `reason` */
export const referrerOfForm = (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const [ref, reason] = [textField(ctx, 'ref').trim(), textField(ctx, 'reason')];
  // What is no code is nobody's, and is refused as such.
  const code = ref === '' ? null : (parseReferralCode(ref) ?? ref.slice(0, 40));
  return correct(ctx, userId, { what: 'referrer', value: ref, reason }, () =>
    ctx.call('accounts.correctReferrerOf', { userId, code, reason, ip: ctx.ip }),
  );
};

/** POST /api/v1/admin/users/:id/cedula {cedula, reason} */
export const apiCorrectCedula = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const { cedula, reason } = bodyOf(ctx);
  // The contract says what is wrong with what is none.
  const given = { cedula: cedula as string, reason: reason as string };
  await ctx.call('accounts.correctCedula', { userId, ...given, ip: ctx.ip });
  ctx.status = 204;
};
