import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { UserEntity } from '../store/entities.ts';
import { asFilters, condition } from '../users/condition.ts';
import { inGroup, matching, votingAt } from '../users/search.ts';
import { type Sharing, shownTo } from './shown.ts';
import { whoseReferrals } from './whose.ts';

/**
 * One page of the ids of those whom a filter finds, by id, so that nobody is named twice or left out while statuses
 * change. Nobody's data leave with them, so nothing is audited.
 *
 * @throws AppError `forbidden` (403) for who may not see answers; `not_found` (404) for another's LEADER
 */
export const listReferralIds = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  { actor, status, q, leaderId, cursor, limit, ...place }: ActionParams<'accounts.referralIds'>,
): Promise<ActionResult<'accounts.referralIds'>> => {
  authorize(actor, 'readReferred');
  const { referrerId } = await whoseReferrals(em, sharing, actor, leaderId);
  const where = [
    ...[...shownTo(referrerId, sharing), ...inGroup(status)],
    ...[...votingAt(place), ...matching(q)],
  ];
  if (cursor !== undefined) where.push(condition('"user"."id" > ?', cursor));
  const rows = await em.find(
    UserEntity,
    { $and: asFilters(where) },
    { orderBy: { id: 'asc' }, limit: limit + 1, fields: ['id'] },
  );
  const ids = rows.slice(0, limit).map(({ id }) => id);
  return { ids, next: rows.length > limit ? (ids.at(-1) ?? null) : null };
};
