import type { Ctx } from '../context.ts';
import { actorOf } from '../middleware/session.ts';

/** GET /api/v1/me/census */
export const apiOwnCensus = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  ctx.body = await ctx.call('census.view', { actor, userId: actor.id });
};

/** POST /api/v1/me/census/refresh */
export const apiRefreshOwn = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  await ctx.call('census.refresh', { actor, userId: actor.id });
  ctx.status = 202;
  ctx.body = {};
};
