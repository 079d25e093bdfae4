import { greetingName } from '../../../shared/person/greeting-name.ts';
import type { Ctx } from '../context.ts';
import { referralLinkOf } from '../web/referral-link.ts';
import { actorOf, userOf } from '../web/session.ts';
import { ownCard } from './own-card.ts';
import { shareOf } from './share.ts';

/** GET / */
export const homePage = async (ctx: Ctx): Promise<void> => {
  const { referralGoal, nombreCompleto } = userOf(ctx);
  const [card, { total }] = await Promise.all([
    ownCard(ctx),
    ctx.call('accounts.referralCount', { actor: actorOf(ctx) }),
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
