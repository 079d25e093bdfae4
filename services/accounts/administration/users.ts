import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountState, Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { look } from '../audit/looks.ts';
import { totalsOf } from '../referrals/counts.ts';
import { disputesOf } from '../requests/disputed.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { asFilters } from '../users/condition.ts';
import { findPage } from '../users/page.ts';
import { presentAdministered } from '../users/present.ts';
import { matching } from '../users/search.ts';
import { unreached } from '../users/unreached.ts';

/**
 * One page of everybody, newest first.
 *
 * @throws AppError `forbidden` (403)
 */
export const listUsers = async (
  em: EntityManager,
  { actor, q, role, state, cursor, limit, ip }: ActionParams<'accounts.users'>,
  now: Date,
): Promise<ActionResult<'accounts.users'>> => {
  authorize(actor, 'administer');
  const where = [...asFilters(matching(q)), ...inRoleAndState({ role, state })];
  const { items, next } = await findPage(em, where, { sort: 'recent', cursor, limit });
  const subjectIds = items.map(({ id }) => id);
  await look(em, { actor, action: 'users.list', subjectIds, ip }, now);
  return { items: items.map(presentAdministered), next };
};

/** Those with a role and in a state, where these are said. */
export const inRoleAndState = ({
  role,
  state,
}: {
  role?: Role | undefined;
  state?: AccountState | undefined;
}): FilterQuery<UserRow>[] => [...(role === undefined ? [] : [{ role }]), ...inState(state)];

const inState = (state: AccountState | undefined): FilterQuery<UserRow>[] => {
  if (state === undefined) return [];
  if (state === 'unreached') return [unreached()];
  return [{ suspendedAt: state === 'active' ? null : { $ne: null } }];
};

/**
 * One person, who referred them, and how many they referred.
 *
 * @throws AppError `forbidden` (403), `not_found` (404)
 */
export const readUser = async (
  em: EntityManager,
  { actor, userId, ip }: ActionParams<'accounts.user'>,
  now: Date,
): Promise<ActionResult<'accounts.user'>> => {
  authorize(actor, 'administer');
  const row = await em.findOne(UserEntity, { id: userId });
  if (row === null) throw missingPerson();
  const referrer = row.referrerId == null ? null : await em.findOne(UserEntity, { id: row.referrerId });
  const referrals = (await totalsOf(em, [row.id])).get(row.id) ?? 0;
  await look(em, { actor, action: 'user.read', subjectIds: [row.id], ip }, now);
  return {
    user: presentAdministered(row),
    referrer: referrer === null ? null : { id: referrer.id, nombreCompleto: referrer.nombreCompleto },
    referrals,
    factorSince: row.factorSince?.toISOString() ?? null,
    dispute: (await disputesOf(em, [row.id])).get(row.id) ?? null,
  };
};
