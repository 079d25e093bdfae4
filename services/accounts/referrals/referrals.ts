import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, ReferralSort } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Dispute } from '../../../shared/contract/requests.ts';
import { mayCoordinate, mayReadReferred } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { auditTaken } from '../audit/audit.ts';
import { look } from '../audit/looks.ts';
import { disputedSince, disputesOf } from '../requests/disputed.ts';
import { conditionsOf, type Listed } from '../users/branches.ts';
import type { ListedRow } from '../users/listed.ts';
import { orderedBy } from '../users/order.ts';
import { listPage } from '../users/page.ts';
import { presentReferred } from '../users/present.ts';
import { matching, searchedBy } from '../users/search.ts';
import { totalsOf } from './counts.ts';
import { withKept } from './kept.ts';
import { numbersOf } from './numbers.ts';
import { type Sharing, shownTo } from './shown.ts';
import { findReferral, whoseReferrals } from './whose.ts';

/**
 * One page of the people whom the actor referred, or a LEADER whom they coordinate; only those, whatever the role.
 *
 * @throws AppError `forbidden` (403) when the role may not list them, or not by status or place; `not_found` (404) for a LEADER
 * who is not theirs
 */
export const listReferrals = async (
  em: EntityManager,
  sharing: Sharing,
  params: ActionParams<'accounts.referrals'>,
  now: Date,
): Promise<ActionResult<'accounts.referrals'>> => {
  const { actor, leaderId, status, q, sort, keep, taken, ip } = params;
  const { referrerId, leader } = await whoseReferrals(em, sharing, actor, leaderId);
  if (status !== 'todos' || params.municipio !== undefined || isByCensus(sort))
    authorize(actor, 'readReferred');
  const read = async () => {
    const { municipio, puesto, mesa } = params;
    const shown = shownTo(referrerId, sharing);
    const place = { municipio, puesto, mesa };
    const listed = { shown, status, place, found: matching(q, searchedBy(actor)) };
    const page = await pageOf(em, listed, params);
    const { items, kept, left } = await withKept(em, page.items, conditionsOf(listed), { shown, keep, sort });
    const subjectIds = items.map(({ id }) => id);
    const entry = { actor, action: 'referrals.list' as const, subjectIds, ip };
    const [disputes] = await Promise.all([
      mayReadReferred(actor) ? disputesOf(em, subjectIds) : new Map<string, Dispute>(),
      (taken ? auditTaken : look)(em, entry, now),
    ]);
    return {
      items: items.map((row) => ({
        ...presentReferred(row, actor),
        ...disputedSince(disputes.get(row.id)),
      })),
      ...{ kept, left },
      next: page.next,
      previous: page.previous,
      leader,
      led: await ledBy(em, actor, items),
    };
  };
  const [page, numbers] = await Promise.all([
    read(),
    params.counts ? numbersOf(em.fork(), sharing, referrerId, params) : { counts: null, places: null },
  ]);
  return { ...page, ...numbers };
};

/** Whether an order says something of answers. */
const isByCensus = (sort: ReferralSort): boolean => !['date', 'name'].includes(orderedBy(sort).key);

/** One page; whoever goes back to the list's beginning gets a whole first page, however many have joined or left meanwhile. */
const pageOf = async (
  em: EntityManager,
  listed: Listed,
  { sort, cursor, back, limit }: ActionParams<'accounts.referrals'>,
): ReturnType<typeof listPage> => {
  const page = await listPage(em, listed, { sort, cursor, back, limit });
  const isShort = back === true && cursor !== undefined && page.items.length < limit;
  return isShort ? listPage(em, listed, { sort, limit }) : page;
};

/** For who coordinates LEADERs: how many people each of those whom they referred themselves has referred. */
const ledBy = async (
  em: EntityManager,
  actor: Actor,
  rows: readonly ListedRow[],
): Promise<Record<string, number>> => {
  const leaders = rows.filter(({ role, referrerId }) => role === 'LEADER' && referrerId === actor.id);
  if (!mayCoordinate(actor) || leaders.length === 0) return {};
  const ids = leaders.map(({ id }) => id);
  const totals = await totalsOf(em, ids);
  return Object.fromEntries(ids.map((id) => [id, totals.get(id) ?? 0]));
};

/**
 * One person whom the actor referred, or a LEADER whom they coordinate.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing person
 */
export const readReferral = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  { actor, userId, ip }: ActionParams<'accounts.referral'>,
  now: Date,
): Promise<ActionResult<'accounts.referral'>> => {
  const { row, leader } = await findReferral(em, sharing, actor, userId);
  await look(em, { actor, action: 'referral.read', subjectIds: [row.id], ip }, now);
  const { referralGoal, phoneProvenAt } = row;
  const dispute = mayReadReferred(actor) ? (await disputesOf(em, [row.id])).get(row.id) : undefined;
  const person = { ...presentReferred(row, actor), ...disputedSince(dispute) };
  return { ...person, referralGoal, leader, phoneConfirmed: phoneProvenAt !== null };
};
