import type { AdministeredUser } from '../../../shared/contract/accounts.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { bodyOf, personId } from '../web/input.ts';
import { showUser } from './user.ts';

type Change = 'accounts.suspend' | 'accounts.restore';

const notices = {
  'accounts.suspend': 'cuenta-suspendida',
  'accounts.restore': 'cuenta-restablecida',
} as const;

/** @param reason as it was sent: the contract says what is wrong with what is none */
const change = (ctx: Ctx, action: Change, userId: string, reason: unknown): Promise<AdministeredUser> =>
  ctx.call(action, { userId, reason: reason as string, ip: ctx.ip });

const byForm =
  (action: Change) =>
  async (ctx: Ctx): Promise<void> => {
    const userId = personId(ctx.params.id);
    const reason = textField(ctx, 'reason');
    try {
      await change(ctx, action, userId, reason);
    } catch (error) {
      if (!isAppError(error) || error.fields?.reason === undefined) throw error;
      const suspension = { reason, error: error.fields.reason };
      return showUser(ctx, userId, { suspension }, error.status);
    }
    ctx.redirect(withNotice(`/admin/usuarios/${userId}/`, notices[action]));
  };

const byProgram =
  (action: Change) =>
  async (ctx: Ctx): Promise<void> => {
    ctx.body = { user: await change(ctx, action, personId(ctx.params.id), bodyOf(ctx).reason) };
  };

/** POST /admin/usuarios/:id/suspender/ with `reason` */
export const suspendForm = byForm('accounts.suspend');

/** POST /admin/usuarios/:id/restablecer/ with `reason` */
export const restoreForm = byForm('accounts.restore');

/** POST /api/v1/admin/users/:id/suspend {reason} */
export const apiSuspend = byProgram('accounts.suspend');

/** POST /api/v1/admin/users/:id/restore {reason} */
export const apiRestore = byProgram('accounts.restore');
