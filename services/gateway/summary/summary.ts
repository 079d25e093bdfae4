import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx } from '../context.ts';
import { leaderOf } from '../filter/leader.ts';
import { allowedQuery, pageQuery } from '../filter/query.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { actorOf, userOf } from '../web/session.ts';
import { presentPage } from './view.ts';

/** GET /resumen/ ; with `lider`, those of a LEADER whom a COORDINATOR referred. */
export const summaryPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  authorize(actor, 'summarize');
  const { leaderId } = allowedQuery(actor, pageQuery(ctx.query));
  const whose = leaderId === undefined ? {} : { leaderId };
  const leader = await leaderOf(ctx, leaderId);
  const [summary, { todos }] = await Promise.all([
    ctx.call('census.summary', whose),
    ctx.call('accounts.referralCounts', whose),
  ]);
  const { referralGoal: goal } = leader ?? userOf(ctx);
  const terms = { referred: todos, goal, now: new Date() };
  ctx.page('summary/summary', presentPage(summary, terms, { leader, referralLink: referralLinkOf(ctx) }));
};
