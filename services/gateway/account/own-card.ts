import { type CensusCard, presentCard } from '../answer/card.ts';
import { viewOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { orNull } from '../web/or-null.ts';
import { actorOf } from '../web/session.ts';

/** The card of the person who is looking; null when they are never looked up, for want of consent. */
export const ownCard = async (ctx: Ctx): Promise<CensusCard | null> => {
  const actor = actorOf(ctx);
  const view = await orNull(viewOf(ctx.call, actor, actor.id));
  return view === null ? null : presentCard(view, actor, new Date());
};
