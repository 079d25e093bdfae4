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
import { referrerOf } from './referrer-of.ts';

const statusesOf: Record<Exclude<StatusFilter, 'todos'>, Status[]> = {
  pendientes: ['PENDING', 'PROCESSING'],
  encontrados: ['ACTIVE'],
  novedades: ['NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'],
  errores: ['ERROR', 'TIMEOUT', 'BLOCKED'],
};

type Narrowing = Pick<ActionParams<'accounts.referrals'>, 'actor' | 'leaderId' | 'status' | 'q'>;

/** Whom a list is of, and what it is narrowed to. @throws AppError `not_found` (404) for a leader who is not theirs */
const narrowed = async (
  em: EntityManager,
  { actor, leaderId, status, q }: Narrowing,
): Promise<FilterQuery<UserRow>[]> => {
  const where: FilterQuery<UserRow>[] = [{ referrerId: await referrerOf(em, actor, leaderId) }];
  if (status !== 'todos') where.push({ censusStatus: { $in: statusesOf[status] } });
  if (q !== '') where.push(matching(q));
  return where;
};

/** One page of the people whom the actor, or a LEADER whom they coordinate, referred; only those, whatever the role. */
export const listReferrals = async (
  em: EntityManager,
  params: ActionParams<'accounts.referrals'>,
  now: Date,
): Promise<ActionResult<'accounts.referrals'>> => {
  const { actor, sort, cursor, limit, origin } = params;
  const where = await narrowed(em, params);
  if (cursor !== undefined) where.push(after(sort, cursor));
  const rows = await em.find(UserEntity, { $and: where }, { orderBy: orderOf(sort), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const subjectIds = items.map(({ id }) => id);
  await audit(em, { actor, action: 'referrals.list', subjectIds, ip: origin.ip }, now);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(sort, last) : null;
  return { items: items.map(presentUser), next };
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

/** How many a list with the same narrowing has. */
export const countMatching = async (
  em: EntityManager,
  params: ActionParams<'accounts.referralMatches'>,
): Promise<ActionResult<'accounts.referralMatches'>> => ({
  total: await em.count(UserEntity, { $and: await narrowed(em, params) }),
});
