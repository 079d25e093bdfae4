import { mayAdminister, mayCompareLeaders } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx } from '../context.ts';
import { leaderOf } from '../filter/leader.ts';
import { allowedQuery, pageQuery } from '../filter/query.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { actorOf, userOf } from '../web/session.ts';
import { LEADERS_SHOWN } from './leaders-view.ts';
import { presentPage } from './view.ts';

/** GET /resumen/ ; with `lider`, those of a LEADER whom a COORDINATOR referred. */
export const summaryPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  authorize(actor, 'summarize');
  const { leaderId } = allowedQuery(actor, pageQuery(ctx.query));
  const whose = leaderId === undefined ? {} : { leaderId };
  const compares = leaderId === undefined && mayCompareLeaders(actor);
  const leader = await leaderOf(ctx, leaderId);
  const [census, counts, growth, leaders] = await Promise.all([
    ctx.call('census.summary', whose),
    ctx.call('accounts.referralCounts', whose),
    ctx.call('accounts.referralGrowth', whose),
    compares ? ctx.call('accounts.leaders', { limit: LEADERS_SHOWN, ip: ctx.ip }) : null,
  ]);
  const { referralGoal: goal } = leader ?? userOf(ctx);
  const reader = { leader, administers: mayAdminister(actor), referralLink: referralLinkOf(ctx) };
  ctx.page(
    'summary/summary',
    presentPage({ census, counts, growth, goal, leaders }, { ...reader, now: new Date() }),
  );
};
