import { AppError } from '../../../shared/errors.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import { referralQueryRule } from '../referrals/query.ts';
import { referralLinkOf } from '../web/referral-link.ts';
import { actorOf, originOf, userOf } from '../web/session.ts';
import { presentSummary } from './view.ts';

/** GET /resumen/ ; with `lider`, that of a LEADER whom a COORDINATOR referred */
export const summaryPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  if (!mayReadReferred(actor)) {
    throw new AppError('forbidden', 'Su rol no incluye el resumen de los datos del censo de sus referidos.', {
      status: 403,
    });
  }
  const { lider } = referralQueryRule.parse(ctx.query);
  const leaderId = lider === actor.id ? undefined : lider;
  const whose = leaderId === undefined ? {} : { leaderId };
  const leader =
    leaderId === undefined
      ? null
      : await ctx.call('accounts.referral', { actor, userId: leaderId, origin: originOf(ctx) });
  const [summary, { todos }] = await Promise.all([
    ctx.call('census.summary', { actor, ...whose }),
    ctx.call('accounts.referralCounts', { actor, ...whose }),
  ]);
  const { referralGoal: goal } = leader ?? userOf(ctx);
  ctx.page('summary', {
    title: 'Resumen',
    leader,
    isEmpty: todos === 0,
    referralLink: referralLinkOf(ctx),
    summary: presentSummary(summary, { referred: todos, goal, now: new Date() }),
    listQuery: leaderId === undefined ? '' : `?lider=${leaderId}`,
  });
};
