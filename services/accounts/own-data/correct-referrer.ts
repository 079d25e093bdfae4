import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { setReferrer } from '../referrals/set-referrer.ts';
import type { UserRow } from '../store/entities.ts';

/**
 * A person says that it was somebody else who invited them, or nobody.
 *
 * @throws AppError `validation` (400) with the field `ref`, `leads_others` (409), `not_found` (404)
 */
export const correctReferrer = (
  em: EntityManager,
  { actor, code, ip }: ActionParams<'accounts.correctReferrer'>,
  now: Date,
): Promise<void> => setReferrer(em, { actor, userId: actor.id, code, reason: '', ip }, leadsNobody, now);

/**
 * Whoever invited a leader, and coordinates, sees those whom the leader invited: another would see people who were never
 * told of them. So that is decided by who administers.
 */
const leadsNobody = ({ role }: UserRow): void => {
  if (role !== 'LEADER') return;
  throw new AppError(
    'leads_others',
    'Usted lidera a otras personas, y quien le invitó puede ver sus datos: pida este cambio a quien administra el portal.',
    { status: 409 },
  );
};
