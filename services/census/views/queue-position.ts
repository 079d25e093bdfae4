import type { EntityManager } from '@mikro-orm/postgresql';
import { isFailure } from '../../../shared/policy/access.ts';
import type { RecordRow } from '../persistence/entities.ts';

/** True for a record that waits for its turn. One whose retry is not due yet waits for its time, not for its turn. */
export const isQueued = (row: RecordRow, now: Date): boolean =>
  row.status === 'PENDING' || (isFailure(row.status) && row.dueAt != null && row.dueAt <= now);

/** The places in the queue of those rows that wait in it now, from 1. */
export const positionsOf = async (
  em: EntityManager,
  rows: readonly RecordRow[],
  now: Date,
): Promise<Map<string, number>> => {
  const positions = new Map<string, number>();
  await Promise.all(
    rows
      .filter((row) => isQueued(row, now))
      .map(async (row) => {
        const [counted] = await em.fork().execute<{ ahead: number }[]>(
          `select count(*)::int as ahead from "census"."records"
           where "due_at" <= ? and ("priority", "turn", "due_at", "user_id") < (?, ?, ?, ?)`,
          [now, row.priority, row.turn, row.dueAt, row.userId],
        );
        positions.set(row.userId, (counted?.ahead ?? 0) + 1);
      }),
  );
  return positions;
};
