import { greetingName } from '../../../shared/person/greeting-name.ts';
import { mayListReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import { actorOf, userOf } from '../web/session.ts';
import { ownCard } from './own-card.ts';
import { referralLinkOf } from './referral-link.ts';
import { shareOf } from './share.ts';

/** GET / */
export const homePage = async (ctx: Ctx): Promise<void> => {
  const { referralGoal, nombreCompleto } = userOf(ctx);
  const actor = actorOf(ctx);
  const [card, { todos: total }] = await Promise.all([
    ownCard(ctx),
    // Whoever may list nobody is not shown how many they are.
    mayListReferred(actor) ? ctx.call('accounts.referralCounts', { actor }) : { todos: 0 },
  ]);
  ctx.page('home', {
    title: 'Inicio',
    firstName: greetingName(nombreCompleto),
    card,
    total,
    goal: referralGoal,
    share: shareOf(referralLinkOf(ctx)),
  });
};
