import type { User } from '../../../shared/contract/accounts.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import { actorOf, originOf } from '../middleware/session.ts';
import { type CensusCard, presentCard } from '../views/census-card.ts';
import { batchCard } from './bulk-refresh.ts';
import { referralLinkOf } from './referral-link.ts';
import { referralQueryRule } from './referral-query.ts';
import { referralId } from './refresh.ts';

interface Row {
  user: User;
  card: CensusCard | null;
}

const cardsOf = async (ctx: Ctx, users: readonly User[]): Promise<Map<string, CensusCard>> => {
  const actor = actorOf(ctx);
  if (!mayReadReferred(actor) || users.length === 0) return new Map();
  const views = await ctx.call('census.views', { actor, userIds: users.map(({ id }) => id) });
  const now = new Date();
  return new Map(views.map((view) => [view.userId, presentCard(view, actor, now)]));
};

/** GET /referidos/ */
export const referralsPage = async (ctx: Ctx): Promise<void> => {
  const { cursor, lider: _leader, ...query } = referralQueryRule.parse(ctx.query);
  const actor = actorOf(ctx);
  const mayRead = mayReadReferred(actor);
  // A USER does not see census data, so cannot narrow by them either.
  const status = mayRead ? query.status : 'todos';
  const { items, next } = await ctx.call('accounts.referrals', {
    actor,
    ...query,
    status,
    origin: originOf(ctx),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const cards = await cardsOf(ctx, items);
  const rows: Row[] = items.map((user) => ({ user, card: cards.get(user.id) ?? null }));
  const nextUrl =
    next === null ? null : `/referidos/?${new URLSearchParams({ ...query, status, cursor: next })}`;
  const referralLink = referralLinkOf(ctx);
  const narrowed = query.q !== '' || status !== 'todos' || cursor !== undefined;
  ctx.page('referrals', {
    title: 'Referidos',
    batch: await batchCard(ctx),
    rows,
    mayRead,
    query: { ...query, status },
    nextUrl,
    referralLink,
    narrowed,
  });
};

/** GET /referido/:id/ */
export const referralPage = async (ctx: Ctx): Promise<void> => {
  const person = await ctx.call('accounts.referral', {
    actor: actorOf(ctx),
    userId: referralId(ctx.params.id),
    origin: originOf(ctx),
  });
  const cards = await cardsOf(ctx, [person]);
  ctx.page('referral', { title: person.nombreCompleto, person, card: cards.get(person.id) ?? null });
};
