import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Leader } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { audit } from '../audit/audit.ts';
import { disputedSince, disputesOf } from '../requests/disputed.ts';
import type { UserRow } from '../store/entities.ts';
import { presentReferred } from '../users/present.ts';
import { takePage } from '../users/take-page.ts';

/** One page of a list that is taken away as a file: without what only pages show, and with an entry of whom it has. */
export const takeReferrals = async (
  em: EntityManager,
  filter: readonly FilterQuery<UserRow>[],
  { actor, ip, sort, cursor, limit }: ActionParams<'accounts.referrals'>,
  leader: Leader | null,
  now: Date,
): Promise<ActionResult<'accounts.referrals'>> => {
  const { items, next } = await takePage(em, filter, { sort, cursor, limit });
  const subjectIds = items.map(({ id }) => id);
  const [disputes] = await Promise.all([
    mayReadReferred(actor) ? disputesOf(em.fork(), subjectIds) : null,
    audit(em, { actor, action: 'referrals.list', subjectIds, ip }, now),
  ]);
  return {
    items: items.map((row) => ({
      ...presentReferred(row, actor),
      ...disputedSince(disputes?.get(row.id)),
    })),
    ...{ kept: [], left: [], next, previous: null, leader, led: {}, counts: null, places: null },
  };
};
