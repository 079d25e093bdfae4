import Router from '@koa/router';
import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx, Extension, State } from '../context.ts';
import { leaderOf } from '../filter/leader.ts';
import { pageQuery } from '../filter/query.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { page } from '../web/pipelines.ts';
import { actorOf, loggedIn, userOf } from '../web/session.ts';
import { presentPage } from './view.ts';

/** Somebody's referrals in numbers. */
export const summaryRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/resumen/', ...page, loggedIn, summaryPage);
  return router;
};

/** With `lider`, those of a LEADER whom a COORDINATOR referred. */
const summaryPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  authorize(actor, 'summarize');
  const asked = pageQuery(ctx.query).leaderId;
  const leaderId = asked === actor.id ? undefined : asked;
  const whose = { actor, ...(leaderId === undefined ? {} : { leaderId }) };
  const leader = await leaderOf(ctx, leaderId);
  const [summary, { todos }] = await Promise.all([
    ctx.call('census.summary', whose),
    ctx.call('accounts.referralCounts', whose),
  ]);
  const { referralGoal: goal } = leader ?? userOf(ctx);
  const terms = { referred: todos, goal, now: new Date() };
  ctx.page('summary/summary', presentPage(summary, terms, { leader, referralLink: referralLinkOf(ctx) }));
};
