import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { textField, ticked } from '../web/form.ts';
import { personId } from '../web/input.ts';
import { showUser } from './user.ts';

/** @param reason as it was sent: the contract says what is wrong with what is none */
const erase = (ctx: Ctx, userId: string, reason: unknown): Promise<null> =>
  ctx.call('accounts.erase', { userId, reason: reason as string, ip: ctx.ip });

/** POST /admin/usuarios/:id/borrar/ with `reason` and `confirmo` */
export const eraseForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const reason = textField(ctx, 'reason');
  if (!ticked(ctx, 'confirmo')) return showUser(ctx, userId, { erasure: { reason, unconfirmed: true } }, 400);
  try {
    await erase(ctx, userId, reason);
  } catch (error) {
    if (!isAppError(error) || error.fields?.reason === undefined) throw error;
    return showUser(ctx, userId, { erasure: { reason, error: error.fields.reason } }, error.status);
  }
  ctx.redirect(withNotice('/admin/usuarios/', 'persona-borrada'));
};

/** DELETE /api/v1/admin/users/:id?reason=… */
export const apiErase = async (ctx: Ctx): Promise<void> => {
  await erase(ctx, personId(ctx.params.id), ctx.query.reason);
  ctx.status = 204;
};
