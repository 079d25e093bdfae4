import type { EntityManager } from '@mikro-orm/postgresql';
import { apply, lockRecord } from './apply.ts';

/**
 * Makes a record newer than everything that was told of it: after an older state of the census was restored, others
 * would take its changes for old ones.
 *
 * @returns whether it was older
 */
export const renewVersion = (em: EntityManager, userId: string, told: number, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const row = await lockRecord(tx, userId);
    if (row === null || row.version >= told) return false;
    row.version = told;
    await apply(tx, row, { status: row.status }, now);
    return true;
  });
