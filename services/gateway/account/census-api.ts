import { refresh, viewOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { actorOf } from '../web/session.ts';

/** GET /api/v1/me/census */
export const apiOwnCensus = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  ctx.body = await viewOf(ctx.call, actor, actor.id);
};

/** POST /api/v1/me/census/refresh */
export const apiRefreshOwn = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  await refresh(ctx.call, actor, actor.id, undefined);
  ctx.status = 202;
  ctx.body = {};
};
