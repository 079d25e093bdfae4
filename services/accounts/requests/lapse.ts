import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { record } from '../audit/audit.ts';
import { forgetOver } from './forget.ts';
import { inState } from './register.ts';

/** So many a round: the next has the others. */
const MOST = 500;

/**
 * Writes down who did not complete their reclamo in time. It counts as withdrawn from the day after, whenever this comes.
 *
 * @returns how many they were
 */
export const lapseRequests = (em: EntityManager, now: Date): Promise<number> =>
  em.transactional(async (tx) => {
    const rows = await readRows(
      tx,
      z.object({ id, number: z.number(), userId: id.nullable() }),
      `select "id", "number"::int as "number", "user_id" as "userId" from "accounts"."requests"
       where ${inState('lapsed', now)} and "lapsed_at" is null order by "number" limit ? for update skip locked`,
      [MOST],
    );
    for (const { id: requestId, number, userId } of rows) {
      await tx.execute('update "accounts"."requests" set "lapsed_at" = ? where "id" = ?', [now, requestId]);
      const subjectIds = userId === null ? [] : [userId];
      const entry = { actor: null, action: 'request.lapse' as const, subjectIds, ip: '' };
      await record(tx, { ...entry, detail: `Solicitud ${number}` }, now);
      await forgetOver(tx, requestId);
    }
    return rows.length;
  });
