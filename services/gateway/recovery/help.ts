import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { showUser } from '../people/user.ts';
import { showDetail } from '../referrals/referrals.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { personId } from '../web/input.ts';
import { showMade } from './made.ts';

/** POST /admin/usuarios/:id/recuperar/ with `reason` */
export const makeLinkForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const reason = textField(ctx, 'reason');
  const back = `/admin/usuarios/${userId}/`;
  try {
    const { token } = await ctx.call('accounts.makeRecoveryLink', { userId, reason, ip: ctx.ip });
    if (token === null) return ctx.redirect(withNotice(back, 'recuperacion-espera'));
    showMade(ctx, token, { back: { url: back, label: 'Volver a la persona' } });
  } catch (error) {
    if (!isAppError(error) || error.fields?.reason === undefined) throw error;
    await showUser(ctx, userId, { recovery: { reason, problem: error.fields.reason } }, error.status);
  }
};

/** POST /referido/:id/recuperar/ with `reason` : a LEADER asks for a link for somebody they referred. */
export const askForReferredForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const reason = textField(ctx, 'reason');
  try {
    await ctx.call('accounts.askRecovery', { userId, reason, ip: ctx.ip });
  } catch (error) {
    if (!isAppError(error) || error.fields?.reason === undefined) throw error;
    return showDetail(ctx, userId, { reason, problem: error.fields.reason }, error.status);
  }
  ctx.redirect(withNotice(`/referido/${userId}/`, 'recuperacion-pedida'));
};
