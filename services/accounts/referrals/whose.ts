import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, Leader } from '../../../shared/contract/accounts.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { mayKnow } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { type Sharing, shares } from './shown.ts';

/** Whose referrals are asked for: the actor's own, or those of a LEADER. */
interface Whose {
  referrerId: string;
  leader: Leader | null;
}

/**
 * Whose referrals the actor means, if they may list them.
 *
 * @throws AppError `forbidden` (403) for a role that sees nobody; `not_found` (404), the same for a foreign LEADER,
 * somebody who does not lead and a missing one
 */
export const whoseReferrals = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  actor: Actor,
  leaderId: string | undefined,
): Promise<Whose> => {
  authorize(actor, 'listReferred');
  if (leaderId === undefined || leaderId === actor.id) return { referrerId: actor.id, leader: null };
  const row = await em.findOne(UserEntity, { id: leaderId });
  if (row === null || !mayKnow(actor, await referredBy(em, sharing, row))) throw missingPerson();
  return { referrerId: row.id, leader: leaderOf(row) };
};

/** Anybody whom this person referred, for the policy. */
const referredBy = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  referrer: UserRow,
  userId = '',
): Promise<Subject> => {
  // Who leads and does not share what is theirs is nobody's to coordinate.
  const isLed = referrer.role === 'LEADER' && (await shares(em, referrer, sharing));
  return { userId, referrerId: referrer.id, coordinatorId: isLed ? (referrer.referrerId ?? null) : null };
};

const leaderOf = ({ id, nombreCompleto }: UserRow): Leader => ({ id, nombreCompleto });

/**
 * A person whom the actor may know, and the LEADER who referred them when the actor did not.
 *
 * @throws AppError `not_found` (404), the same for a foreign person, one who does not share with whoever
 * invited them, and a missing one
 */
export const findReferral = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  actor: Actor,
  userId: string,
): Promise<{ row: UserRow; leader: Leader | null }> => {
  const row = await em.findOne(UserEntity, { id: userId });
  if (row === null || !(await shares(em, row, sharing))) throw missingPerson();
  const referrer = row.referrerId == null ? null : await em.findOne(UserEntity, { id: row.referrerId });
  if (referrer === null || !mayKnow(actor, await referredBy(em, sharing, referrer, userId)))
    throw missingPerson();
  return { row, leader: referrer.id === actor.id ? null : leaderOf(referrer) };
};
