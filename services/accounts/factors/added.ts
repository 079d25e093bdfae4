import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { audit } from '../audit/audit.ts';
import { closeOtherSessions } from '../sessions/own-sessions.ts';
import { UserEntity } from '../store/entities.ts';
import { replaceCodes } from './recovery-codes.ts';

/**
 * What comes of a factor that was added, in its transaction. The first ends the person's other sessions: nobody has shown
 * there what is asked for from now on.
 *
 * @param token of the session that asks
 * @returns recovery codes when it is their first, else none
 */
export const added = async (
  em: EntityManager,
  actor: Actor,
  { ip, detail, token }: { ip: string; detail: string; token: string },
  now: Date,
): Promise<string[]> => {
  const isFirst =
    (await em.nativeUpdate(UserEntity, { id: actor.id, factorSince: null }, { factorSince: now })) === 1;
  await audit(em, { actor, action: 'factor.add', subjectIds: [actor.id], ip, detail }, now);
  if (!isFirst) return [];
  await closeOtherSessions(em, { actor, token, ip }, now);
  return replaceCodes(em, actor.id);
};
