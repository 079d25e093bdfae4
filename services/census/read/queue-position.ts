import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import type { ViewRow } from './view-rows.ts';

/** What says where a record stands in the queue. */
export type Queued = Pick<ViewRow, 'userId' | 'status' | 'dueAt' | 'updatedAt'>;

/** True for a record that waits for its turn. One whose retry is not due yet waits for its time, not for its turn. */
export const isQueued = ({ status, dueAt }: Queued, now: Date): boolean =>
  status === 'PENDING' || (isFailure(status) && dueAt !== null && dueAt <= now);

/**
 * The places in the queue of those rows that wait in it now, from 1. The queue is read once for all of them and no
 * further than {@link COUNTED_PLACES}: behind 100,000 people nobody's page should wait for the count.
 */
export const positionsOf = async (
  em: EntityManager,
  rows: readonly Queued[],
  now: Date,
): Promise<Map<string, number>> => {
  const queued = rows.filter((row) => isQueued(row, now)).map(({ userId }) => userId);
  if (queued.length === 0) return new Map();
  const ids = queued.map(() => '?').join(', ');
  const counted = await readRows(
    em,
    z.object({ id, place: z.number() }),
    `select "user_id" as "id", "place"::int as "place" from (
       select "user_id", row_number() over (order by "priority", "turn", "due_at", "user_id") as "place"
       from "census"."records" where "due_at" is not null and ("due_at" <= ? or "user_id" in (${ids}))
       order by "priority", "turn", "due_at", "user_id" limit ?) "queue"
     where "user_id" in (${ids})`,
    [now, ...queued, COUNTED_PLACES, ...queued],
  );
  const places = new Map(counted.map(({ id, place }) => [id, place]));
  return new Map(queued.map((id) => [id, places.get(id) ?? COUNTED_PLACES + 1]));
};
