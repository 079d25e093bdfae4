import type { EntityManager } from '@mikro-orm/postgresql';
import type { RecordRow } from '../persistence/entities.ts';

/** Time from the departure of a lookup to its answer, as measured with a warm browser, in milliseconds. */
const LOOKUP_MS = 2_000;

/** When the lookup at this place of the queue (1 = next) will have been answered. */
export const expectedAt = (position: number, spacingMs: number, now: Date): Date =>
  new Date(now.getTime() + position * Math.max(spacingMs, 100) + LOOKUP_MS);

/**
 * The places of those rows that wait in the queue now, from 1. A record whose retry is not due yet has none: it
 * waits for its time, not for its turn.
 */
export const positionsOf = async (
  em: EntityManager,
  rows: readonly RecordRow[],
  now: Date,
): Promise<Map<string, number>> => {
  const waiting = rows.filter((row) => row.dueAt != null && (row.dueAt <= now || row.status === 'PENDING'));
  const positions = new Map<string, number>();
  await Promise.all(
    waiting.map(async (row) => {
      const [counted] = await em.fork().execute<{ ahead: number }[]>(
        `select count(*)::int as ahead from "census"."records"
         where "due_at" <= ? and ("priority", "due_at", "user_id") < (?, ?, ?)`,
        [now, row.priority, row.dueAt, row.userId],
      );
      positions.set(row.userId, (counted?.ahead ?? 0) + 1);
    }),
  );
  return positions;
};
