import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayCoordinate, mayReadReferred } from '../../../shared/policy/access.ts';
import { UserEntity } from '../persistence/entities.ts';
import { referredBy } from './referrals.ts';

/**
 * One page of the ids of those whom a filter finds, by id, so that nobody is named twice or left out while statuses
 * change. Nobody's data leave with them, so nothing is audited.
 *
 * @throws AppError `forbidden` (403) for who may not see answers; `not_found` (404) for another's LEADER
 */
export const listReferralIds = async (
  em: EntityManager,
  { actor, status, q, leaderId, cursor, limit }: ActionParams<'accounts.referralIds'>,
): Promise<ActionResult<'accounts.referralIds'>> => {
  if (!mayReadReferred(actor))
    throw new AppError('forbidden', 'Su rol no puede ver los datos del censo de sus referidos.', {
      status: 403,
    });
  const where = referredBy(await referrerOf(em, actor, leaderId), { status, q });
  if (cursor !== undefined) where.push({ id: { $gt: cursor } });
  const rows = await em.find(
    UserEntity,
    { $and: where },
    { orderBy: { id: 'asc' }, limit: limit + 1, fields: ['id'] },
  );
  const ids = rows.slice(0, limit).map(({ id }) => id);
  return { ids, next: rows.length > limit ? (ids.at(-1) ?? null) : null };
};

const referrerOf = async (em: EntityManager, actor: Actor, leaderId: string | undefined): Promise<string> => {
  if (leaderId === undefined || leaderId === actor.id) return actor.id;
  const leads = { id: leaderId, referrerId: actor.id, role: 'LEADER' } as const;
  if (!mayCoordinate(actor) || (await em.count(UserEntity, leads)) === 0)
    throw new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
  return leaderId;
};
