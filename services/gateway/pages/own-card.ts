import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { actorOf } from '../middleware/session.ts';
import { type CensusCard, presentCard } from '../views/census-card.ts';

/** The card of the person who is looking; null when there is no record (yet, or for want of consent). */
export const ownCard = async (ctx: Ctx): Promise<CensusCard | null> => {
  const actor = actorOf(ctx);
  try {
    const view = await ctx.call('census.view', { actor, userId: actor.id });
    return presentCard(view, actor, new Date());
  } catch (error) {
    if (isAppError(error) && error.status === 404) return null;
    throw error;
  }
};
