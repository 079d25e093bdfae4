import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayCoordinate, mayListReferred } from '../../../shared/policy/access.ts';
import { UserEntity } from '../persistence/entities.ts';

/**
 * Whose referrals somebody asks for: their own, or those of a LEADER whom they referred and coordinate.
 *
 * @throws AppError `forbidden` (403) for a role that sees nobody; `not_found` (404), the same for a foreign and a missing leader
 */
export const referrerOf = async (
  em: EntityManager,
  actor: Actor,
  leaderId: string | undefined,
): Promise<string> => {
  if (!mayListReferred(actor)) {
    throw new AppError('forbidden', 'Su rol no puede ver los datos de otras personas.', { status: 403 });
  }
  if (leaderId === undefined || leaderId === actor.id) return actor.id;
  const isTheirs =
    mayCoordinate(actor) &&
    (await em.count(UserEntity, { id: leaderId, referrerId: actor.id, role: 'LEADER' })) > 0;
  if (!isTheirs) throw new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
  return leaderId;
};
