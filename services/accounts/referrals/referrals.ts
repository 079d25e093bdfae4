import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StatusFilter } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { AppError } from '../../../shared/errors.ts';
import { parseCedula } from '../../../shared/person/cedula.ts';
import { audit } from '../audit/audit.ts';
import { UserEntity, type UserRow } from '../persistence/entities.ts';
import { presentUser } from '../users/present.ts';
import { after, cursorOf, orderOf } from './page-cursor.ts';

const statusesOf: Record<Exclude<StatusFilter, 'todos'>, Status[]> = {
  pendientes: ['PENDING', 'PROCESSING'],
  encontrados: ['ACTIVE'],
  novedades: ['NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'],
  errores: ['ERROR', 'TIMEOUT', 'BLOCKED'],
};

/** One page of the people whom the actor referred; only those, whatever the role. */
export const listReferrals = async (
  em: EntityManager,
  params: ActionParams<'accounts.referrals'>,
  now: Date,
): Promise<ActionResult<'accounts.referrals'>> => {
  const { actor, status, q, sort, cursor, limit, origin } = params;
  const where = referredBy(actor.id, { status, q });
  if (cursor !== undefined) where.push(after(sort, cursor));
  const rows = await em.find(UserEntity, { $and: where }, { orderBy: orderOf(sort), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const subjectIds = items.map(({ id }) => id);
  await audit(em, { actor, action: 'referrals.list', subjectIds, ip: origin.ip }, now);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(sort, last) : null;
  return { items: items.map(presentUser), next };
};

/** Those whom this person referred and a filter finds. */
export const referredBy = (
  referrerId: string,
  { status, q }: { status: StatusFilter; q: string },
): FilterQuery<UserRow>[] => {
  const where: FilterQuery<UserRow>[] = [{ referrerId }];
  if (status !== 'todos') where.push({ censusStatus: { $in: statusesOf[status] } });
  if (q !== '') where.push(matching(q));
  return where;
};

/** By name, or by the start of a cédula or phone when it is typed as digits. */
const matching = (q: string): FilterQuery<UserRow> => {
  const digits = parseCedula(q) ?? q.replace(/[.\s]/g, '');
  if (/^\d+$/.test(digits))
    return { $or: [{ cedula: { $like: `${digits}%` } }, { phone: { $like: `${digits}%` } }] };
  // Names are stored composed; a zero byte, which no text in Postgres has, becomes one that no name has.
  const name = q.normalize('NFC').replaceAll('\0', '\ufffd');
  return { nombreCompleto: { $ilike: `%${name.replace(/[\\%_]/g, '\\$&')}%` } };
};

/**
 * One person whom the actor referred.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing person
 */
export const readReferral = async (
  em: EntityManager,
  { actor, userId, origin }: ActionParams<'accounts.referral'>,
  now: Date,
): Promise<ActionResult<'accounts.referral'>> => {
  const row = await em.findOne(UserEntity, { id: userId, referrerId: actor.id });
  if (row === null) throw new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
  await audit(em, { actor, action: 'referral.read', subjectIds: [row.id], ip: origin.ip }, now);
  return presentUser(row);
};

export const countReferrals = async (
  em: EntityManager,
  { actor }: ActionParams<'accounts.referralCount'>,
): Promise<ActionResult<'accounts.referralCount'>> => ({
  total: await em.count(UserEntity, { referrerId: actor.id }),
});
