import { type CensusCard, presentCard } from '../answer/card.ts';
import { refreshOwnCensus, viewOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { orNull } from '../web/or-null.ts';
import { actorOf } from '../web/session.ts';

/** The card of the person who is looking; null when they are never looked up, for want of consent. */
export const ownCard = async (ctx: Ctx): Promise<CensusCard | null> => {
  const actor = actorOf(ctx);
  const view = await orNull(viewOf(ctx.call, actor.id));
  return view === null ? null : presentCard(view, actor, new Date());
};

/** GET /api/v1/me/census */
export const apiOwnCensus = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  ctx.body = await viewOf(ctx.call, actor.id);
};

/** POST /api/v1/me/census/refresh */
export const apiRefreshOwn = async (ctx: Ctx): Promise<void> => {
  await refreshOwnCensus(ctx.call, actorOf(ctx).id, ctx.ip, undefined);
  ctx.status = 202;
  ctx.body = {};
};
