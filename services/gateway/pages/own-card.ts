import type { Ctx } from '../context.ts';
import { viewOf } from '../http/census-views.ts';
import { orNull } from '../http/or-null.ts';
import { actorOf } from '../middleware/session.ts';
import { type CensusCard, presentCard } from '../views/census-card.ts';

/** The card of the person who is looking; null when they are never looked up, for want of consent. */
export const ownCard = async (ctx: Ctx): Promise<CensusCard | null> => {
  const actor = actorOf(ctx);
  const view = await orNull(viewOf(ctx.call, actor, actor.id));
  return view === null ? null : presentCard(view, actor, new Date());
};
