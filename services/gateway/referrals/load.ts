import type { Leader, ReferralPage, ReferredPerson } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { viewsOf } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import type { ReferralQuery } from '../filter/query.ts';
import { actorOf } from '../web/session.ts';

/** Somebody whom the actor may know. */
export interface Referred {
  user: ReferredPerson;
  /** Null without a lookup, and for who may not see census data. */
  view: CensusView | null;
}

/** A page of a list, with what the actor may see of each person. */
export type ReferredPage = Omit<ReferralPage, 'items'> & { items: Referred[] };

/**
 * One page of those whom a query finds; that the actor was shown them is written down.
 *
 * @throws AppError `forbidden` (403) for a role that may not list them; `not_found` (404) for another's LEADER
 */
export const loadReferrals = async (
  ctx: Ctx,
  query: Omit<ReferralQuery, 'back' | 'from' | 'size' | 'density'> & {
    limit?: number;
    counts?: boolean;
    countMost?: number;
    back?: boolean;
    keep?: string[];
  },
): Promise<ReferredPage> => {
  const found = await ctx.call('accounts.referrals', { ...query, ip: ctx.ip });
  return { ...found, items: await withViews(ctx, found.items) };
};

/**
 * One person, and the LEADER who referred them when the actor did not; that the actor was shown them is written down.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing person
 */
export const loadReferral = async (
  ctx: Ctx,
  userId: string,
): Promise<Referred & { leader: Leader | null }> => {
  const params = { userId, ip: ctx.ip };
  const { leader, ...user } = await ctx.call('accounts.referral', params);
  const [found] = await withViews(ctx, [user]);
  return { user, view: found?.view ?? null, leader };
};

const withViews = async (ctx: Ctx, users: readonly ReferredPerson[]): Promise<Referred[]> => {
  const actor = actorOf(ctx);
  const mayRead = mayReadReferred(actor) && users.length > 0;
  const userIds = users.map(({ id }) => id);
  const views = mayRead ? await viewsOf(ctx.call, userIds) : [];
  const byUser = new Map(views.map((view) => [view.userId, view]));
  return users.map((user) => ({ user, view: byUser.get(user.id) ?? null }));
};
