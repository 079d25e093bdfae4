import type { User } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { presentCard } from '../answer/card.ts';
import { viewsOf } from '../answer/census-views.ts';
import { batchCard } from '../batches/pages.ts';
import type { Ctx } from '../context.ts';
import { personId } from '../web/person-id.ts';
import { referralLinkOf } from '../web/referral-link.ts';
import { actorOf, originOf } from '../web/session.ts';
import { type ReferralQuery, referralQueryRule, referralsAddress } from './query.ts';
import { presentRow } from './row-view.ts';
import { presentTabs } from './tabs-view.ts';

const viewsByUser = async (ctx: Ctx, users: readonly User[]): Promise<Map<string, CensusView>> => {
  const actor = actorOf(ctx);
  if (!mayReadReferred(actor) || users.length === 0) return new Map();
  const userIds = users.map(({ id }) => id);
  const views = await viewsOf(ctx.call, actor, userIds);
  return new Map(views.map((view) => [view.userId, view]));
};

/** What the address asks for; a USER does not see census data, so cannot narrow by them either. */
const askedOf = (ctx: Ctx): ReferralQuery => {
  const query = referralQueryRule.parse(ctx.query);
  return mayReadReferred(actorOf(ctx)) ? query : { ...query, status: 'todos' };
};

/** GET /referidos/ */
export const referralsPage = async (ctx: Ctx): Promise<void> => {
  const query = askedOf(ctx);
  const { cursor, lider, ...narrowing } = query;
  const actor = actorOf(ctx);
  const whose = { actor, ...(lider === undefined ? {} : { leaderId: lider }) };
  const [page, counts, batch] = await Promise.all([
    ctx.call('accounts.referrals', {
      ...whose,
      ...narrowing,
      origin: originOf(ctx),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    ctx.call('accounts.referralCounts', { ...whose, q: query.q }),
    batchCard(ctx),
  ]);
  const views = await viewsByUser(ctx, page.items);
  const now = new Date();
  const first = { ...query, cursor: undefined };
  ctx.page('referrals', {
    title: page.leader === null ? 'Referidos' : `Referidos de ${greetingName(page.leader.nombreCompleto)}`,
    rows: page.items.map((user) => {
      const view = views.get(user.id) ?? null;
      return presentRow(user, { view, led: page.led[user.id] ?? null, actor, now });
    }),
    batch,
    mayRead: mayReadReferred(actor),
    mayPick: [...views.values()].some(({ mayRefresh }) => mayRefresh),
    tabs: presentTabs(counts, query.status),
    total: counts[query.status] ?? counts.todos,
    query,
    leader: page.leader,
    address: (change: Partial<ReferralQuery>) => referralsAddress({ ...first, ...change }),
    here: referralsAddress(query),
    search: new URL(referralsAddress(first), 'http://portal.invalid').search,
    next: page.next,
    referralLink: referralLinkOf(ctx),
    narrowed: query.q !== '' || query.status !== 'todos',
  });
};

/** GET /referido/:id/ */
export const referralPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const userId = personId(ctx.params.id);
  const { leader, ...person } = await ctx.call('accounts.referral', { actor, userId, origin: originOf(ctx) });
  const view = (await viewsByUser(ctx, [person])).get(person.id);
  ctx.page('referral', {
    title: person.nombreCompleto,
    person,
    card: view === undefined ? null : presentCard(view, actor, new Date()),
    back:
      leader === null
        ? { href: referralsAddress({}), label: 'Referidos' }
        : {
            href: referralsAddress({ lider: leader.id }),
            label: `Referidos de ${greetingName(leader.nombreCompleto)}`,
          },
  });
};
