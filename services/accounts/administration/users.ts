import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { audit } from '../audit/audit.ts';
import { UserEntity, type UserRow } from '../persistence/entities.ts';
import { totalsOf } from '../referrals/counts.ts';
import { after, cursorOf, orderOf } from '../referrals/page-cursor.ts';
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
  const where: FilterQuery<UserRow>[] = matching(q);
  if (role !== undefined) where.push({ role });
  if (cursor !== undefined) where.push(after('recent', cursor));
  const rows = await em.find(UserEntity, { $and: where }, { orderBy: orderOf('recent'), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const subjectIds = items.map(({ id }) => id);
  await audit(em, { actor, action: 'users.list', subjectIds, ip }, now);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf('recent', last) : null;
  return { items: items.map(presentUser), next };
};

export const missingPerson = (): AppError =>
  new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });

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
  };
};
