import { z } from 'zod';
import { referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { refresh, viewsOf } from '../answer/census-views.ts';
import { idsRule } from '../batches/api.ts';
import type { Ctx } from '../context.ts';
import { bodyOf, parsed } from '../web/respond.ts';
import { actorOf, originOf } from '../web/session.ts';

const listRule = z.object({
  status: z.enum(statusFilters, { error: `Debe ser ${statusFilters.join(', ')}.` }).default('todos'),
  q: searchRule,
  sort: z.enum(referralSorts, { error: `Debe ser ${referralSorts.join(', ')}.` }).default('recent'),
  cursor: z.string({ error: 'No es válido.' }).max(CURSOR_MAX, 'No es válido.').optional(),
  /** A LEADER whose referrals a COORDINATOR asks for. */
  leaderId: z.uuid('Debe ser un identificador.').optional(),
  limit: z.coerce.number({ error: 'Debe ser un número.' }).int().min(1).max(100).default(25),
});

/** GET /api/v1/referrals */
export const apiReferrals = async (ctx: Ctx): Promise<void> => {
  const { cursor, leaderId, ...query } = parsed(listRule, ctx.query);
  const actor = actorOf(ctx);
  const mayRead = mayReadReferred(actor);
  const page = await ctx.call('accounts.referrals', {
    actor,
    ...query,
    ...(cursor === undefined ? {} : { cursor }),
    ...(leaderId === undefined ? {} : { leaderId }),
    origin: originOf(ctx),
  });
  const userIds = page.items.map(({ id }) => id);
  const views = mayRead && userIds.length > 0 ? await viewsOf(ctx.call, actor, userIds) : [];
  const byUser = new Map(views.map((view) => [view.userId, view]));
  ctx.body = {
    items: page.items.map((user) => ({ user, census: byUser.get(user.id) ?? null })),
    next: page.next,
  };
};

/** POST /api/v1/referrals/refresh */
export const apiRefreshMany = async (ctx: Ctx): Promise<void> => {
  const { ids } = parsed(idsRule, bodyOf(ctx));
  const { queued, skipped } = await ctx.call('census.batchAdd', { actor: actorOf(ctx), userIds: ids });
  ctx.body = { queued, skipped };
  ctx.status = 202;
};

/** POST /api/v1/referrals/:id/refresh ; what is no id is nobody's, and refused like a foreign person. */
export const apiRefreshReferral = async (ctx: Ctx): Promise<void> => {
  const userId = z.uuid().safeParse(ctx.params.id);
  if (!userId.success) {
    throw new AppError('forbidden', 'No puede actualizar la consulta de esta persona.', { status: 403 });
  }
  await refresh(ctx.call, actorOf(ctx), userId.data, undefined);
  ctx.status = 202;
  ctx.body = {};
};
