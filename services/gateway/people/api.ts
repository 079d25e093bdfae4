import { z } from 'zod';
import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { auditActions } from '../../../shared/contract/audit.ts';
import type { Attempt } from '../../../shared/contract/history.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import { isAppError } from '../../../shared/errors.ts';
import { isRegistered, viewOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { orNull } from '../web/or-null.ts';
import { personId } from '../web/person-id.ts';
import { bodyOf, parsed } from '../web/respond.ts';
import { actorOf } from '../web/session.ts';

const paging = {
  cursor: z.string({ error: 'No es válido.' }).max(CURSOR_MAX, 'No es válido.').optional(),
  limit: z.coerce.number({ error: 'Debe ser un número.' }).int().min(1).max(100).default(25),
};
const usersRule = z.object({
  q: searchRule,
  role: z.enum(roles, { error: `Debe ser ${roles.join(', ')}.` }).optional(),
  ...paging,
});

/** GET /api/v1/admin/users */
export const apiUsers = async (ctx: Ctx): Promise<void> => {
  const query = parsed(usersRule, ctx.query);
  ctx.body = await ctx.call('accounts.users', { actor: actorOf(ctx), ip: ctx.ip, ...query });
};

/** GET /api/v1/admin/users/:id */
export const apiUser = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const userId = personId(ctx.params.id);
  const found = await ctx.call('accounts.user', { actor, userId, ip: ctx.ip });
  ctx.body = { ...found, census: await orNull(viewOf(ctx.call, actor, userId)) };
};

/** POST /api/v1/admin/users/:id/role {role, reason} */
export const apiChangeRole = async (ctx: Ctx): Promise<void> => {
  const { role, reason } = bodyOf(ctx);
  const user = await ctx.call('accounts.changeRole', {
    actor: actorOf(ctx),
    userId: personId(ctx.params.id),
    // The contract says what is wrong with what is no role or no reason.
    role: role as Role,
    reason: reason as string,
    ip: ctx.ip,
  });
  ctx.body = { user };
};

/** GET /api/v1/admin/users/:id/history */
export const apiHistory = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const userId = personId(ctx.params.id);
  const items = await historyOf(ctx, userId);
  await ctx.call('accounts.noteReads', { actor, userIds: [userId], ip: ctx.ip, action: 'history.read' });
  ctx.body = { items };
};

/** Whoever has registered a moment ago has no attempts yet. */
const historyOf = async (ctx: Ctx, userId: string): Promise<Attempt[]> => {
  const actor = actorOf(ctx);
  try {
    return await ctx.call('census.history', { actor, userId });
  } catch (error) {
    if (isAppError(error) && error.status === 404 && (await isRegistered(ctx.call, actor, userId))) return [];
    throw error;
  }
};

const trailRule = z.object({
  userId: z.uuid('Debe ser un identificador.').optional(),
  action: z.enum(auditActions, { error: `Debe ser ${auditActions.join(', ')}.` }).optional(),
  ...paging,
});

/** GET /api/v1/admin/audit */
export const apiTrail = async (ctx: Ctx): Promise<void> => {
  const query = parsed(trailRule, ctx.query);
  ctx.body = await ctx.call('accounts.auditTrail', { actor: actorOf(ctx), ...query });
};
