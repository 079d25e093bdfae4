import type { Role } from '../../../shared/contract/accounts.ts';
import { isAppError } from '../../../shared/errors.ts';
import { mayChangeRole } from '../../../shared/policy/access.ts';
import { presentCard } from '../answer/card.ts';
import { viewOf } from '../answer/census-views.ts';
import { presentAttempt } from '../answer/history-view.ts';
import type { Ctx } from '../context.ts';
import { textField } from '../web/form.ts';
import { orNull } from '../web/or-null.ts';
import { personId } from '../web/person-id.ts';
import { actorOf } from '../web/session.ts';
import { presentEntry } from './audit-view.ts';
import { roleName, roleOptions } from './roles.ts';

interface Shown {
  role?: string;
  reason?: string;
  fields?: Record<string, string>;
}

const LATEST_ENTRIES = 10;

/** GET /admin/usuarios/:id/ */
export const userPage = (ctx: Ctx): Promise<void> => show(ctx, personId(ctx.params.id), {});

/** Everything that is known of one person; `accounts.user` writes down that it was shown. */
const show = async (ctx: Ctx, userId: string, { role, reason, fields = {} }: Shown, status = 200) => {
  const actor = actorOf(ctx);
  const { user, referrer, referrals } = await ctx.call('accounts.user', {
    actor,
    userId,
    ip: ctx.ip,
  });
  const [view, history, trail] = await Promise.all([
    orNull(viewOf(ctx.call, actor, userId)),
    orNull(ctx.call('census.history', { actor, userId })),
    ctx.call('accounts.auditTrail', { actor, userId, limit: LATEST_ENTRIES }),
  ]);
  const now = new Date();
  ctx.page(
    'user',
    {
      title: user.nombreCompleto,
      person: { ...user, roleName: roleName(user.role) },
      referrer,
      referrals,
      // Read-only; under another name than the layout's, which would reload the page while somebody types a reason.
      census: view === null ? null : { ...presentCard(view, actor, now), refreshAction: null },
      attempts: (history ?? []).map((attempt) => presentAttempt(userId, attempt, now)),
      entries: trail.items.map((entry) => presentEntry(entry, now)),
      mayChangeRole: mayChangeRole(actor, userId),
      form: { reason, fields, roleOptions: roleOptions(role ?? user.role) },
    },
    status,
  );
};

/** POST /admin/usuarios/:id/rol/ with `role` and `reason` */
export const roleForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const role = textField(ctx, 'role');
  const reason = textField(ctx, 'reason');
  try {
    await ctx.call('accounts.changeRole', {
      actor: actorOf(ctx),
      userId,
      // The contract says what is wrong with a role that is none.
      role: role as Role,
      reason,
      ip: ctx.ip,
    });
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    return show(ctx, userId, { role, reason, fields: error.fields }, error.status);
  }
  ctx.redirect(`/admin/usuarios/${userId}/?aviso=rol-cambiado`);
};
