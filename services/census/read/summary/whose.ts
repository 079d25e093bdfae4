import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import { mayCoordinate } from '../../../../shared/policy/access.ts';
import { authorize } from '../../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../../shared/policy/missing.ts';

/**
 * Whose referrals are summed up: the actor's own, or those of a LEADER whom they referred and coordinate.
 *
 * @throws AppError `forbidden` (403) for a role without census data; `not_found` (404) for a leader who is not theirs,
 *   the same for a foreign and a missing one
 */
export const whoseReferrals = async (
  em: EntityManager,
  actor: Actor,
  leaderId: string | undefined,
): Promise<string> => {
  authorize(actor, 'readReferred');
  if (leaderId === undefined || leaderId === actor.id) return actor.id;
  const isTheirs = mayCoordinate(actor) && (await leadsFor(em, leaderId, actor.id));
  if (!isTheirs) throw missingPerson();
  return leaderId;
};

const leadsFor = async (em: EntityManager, leaderId: string, referrerId: string): Promise<boolean> => {
  const found = await em.execute(
    'select 1 from "census"."leaders" where "user_id" = ? and "referrer_id" = ? and "leads"',
    [leaderId, referrerId],
  );
  return found.length > 0;
};
