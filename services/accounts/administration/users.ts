import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { totalsOf } from '../referrals/counts.ts';
import { UserEntity } from '../store/entities.ts';
import { findPage } from '../users/page.ts';
import { presentUser } from '../users/present.ts';
import { matching } from '../users/search.ts';

/**
 * One page of everybody, newest first.
 *
 * @throws AppError `forbidden` (403)
 */
export const listUsers = async (
  em: EntityManager,
  { actor, q, role, cursor, limit, ip }: ActionParams<'accounts.users'>,
  now: Date,
): Promise<ActionResult<'accounts.users'>> => {
  authorize(actor, 'administer');
  const where = [...matching(q), ...(role === undefined ? [] : [{ role }])];
  const { items, next } = await findPage(em, where, { sort: 'recent', cursor, limit });
  const subjectIds = items.map(({ id }) => id);
  await audit(em, { actor, action: 'users.list', subjectIds, ip }, now);
  return { items: items.map(presentUser), next };
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
  await audit(em, { actor, action: 'user.read', subjectIds: [row.id], ip }, now);
  return {
    user: presentUser(row),
    referrer: referrer === null ? null : { id: referrer.id, nombreCompleto: referrer.nombreCompleto },
    referrals,
    factorSince: row.factorSince?.toISOString() ?? null,
  };
};
