import type { EntityManager } from '@mikro-orm/postgresql';
import { ClaimEntity, RecoveryRequestEntity } from '../store/entities.ts';

/** Half a year, in which somebody may complain of a decision. That it was made, and why, stays in the trail. */
const KEPT_MS = 180 * 24 * 3_600_000;

/** Removes what was decided long ago, with what people wrote of themselves. @returns how many */
export const purgeDecided = async (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> => {
  const old = { decidedAt: { $lte: new Date(now.getTime() - KEPT_MS) } };
  return (await em.nativeDelete(ClaimEntity, old)) + (await em.nativeDelete(RecoveryRequestEntity, old));
};
