import { isAppError } from '../../../shared/errors.ts';
import { type CensusCard, presentCard } from '../answer/card.ts';
import { refreshOwnCensus, viewOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { orNull } from '../web/or-null.ts';
import { actorOf } from '../web/session.ts';

/**
 * The card of the person who is looking, as a page shows it to them; null when they are never looked up, for want of consent.
 */
export const ownCard = async (ctx: Ctx): Promise<CensusCard | null> => {
  const actor = actorOf(ctx);
  const view = await orNull(viewOf(ctx.call, actor.id));
  if (view === null) return null;
  ctx.promises.told(view);
  if (view.move?.isUnseen && ctx.method === 'GET') await noteSeen(ctx);
  return presentCard(view, actor, new Date());
};

/** What cannot be written down now is news the next time as well. */
const noteSeen = async (ctx: Ctx): Promise<void> => {
  try {
    await ctx.call('census.placeSeen', {});
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
};

/** GET /api/v1/me/census */
export const apiOwnCensus = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const view = await viewOf(ctx.call, actor.id);
  ctx.promises.told(view);
  ctx.body = view;
};

/** POST /api/v1/me/census/refresh */
export const apiRefreshOwn = async (ctx: Ctx): Promise<void> => {
  await refreshOwnCensus(ctx.call, actorOf(ctx).id, ctx.ip, undefined);
  ctx.status = 202;
  ctx.body = {};
};
