import { greetingName } from '../../../shared/person/greeting-name.ts';
import { mayListReferred, mayOperate } from '../../../shared/policy/access.ts';
import type { CensusCard } from '../answer/card.ts';
import type { Ctx, Page } from '../context.ts';
import { operatorsHome } from '../lookups/home.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { actorOf, userOf } from '../web/session.ts';
import { ownCard } from './own-census.ts';
import { type Share, shareOf } from './share.ts';

interface HomePage extends Page {
  firstName: string;
  card: CensusCard | null;
  reloads: boolean;
  /** How many people they have referred, and want to. */
  total: number;
  goal: number;
  share: Share;
}

declare module '../context.ts' {
  interface Pages {
    'account/home': HomePage;
  }
}

/** GET / */
export const homePage = async (ctx: Ctx): Promise<void> => {
  const { referralGoal, nombreCompleto } = userOf(ctx);
  const actor = actorOf(ctx);
  if (mayOperate(actor)) return operatorsHome(ctx);
  const [card, { todos: total }] = await Promise.all([
    ownCard(ctx),
    // Whoever may list nobody is not shown how many they are.
    mayListReferred(actor) ? ctx.call('accounts.referralCounts', {}) : { todos: 0 },
  ]);
  ctx.page('account/home', {
    title: 'Inicio',
    firstName: greetingName(nombreCompleto),
    card,
    reloads: card?.live === true,
    total,
    goal: referralGoal,
    share: shareOf(referralLinkOf(ctx)),
  });
};
