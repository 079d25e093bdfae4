import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import { expectedAt, type Forecast } from '../read/forecast.ts';
import { priority } from '../record/priority.ts';

/** What of a batch is still to come. */
export interface Rest {
  requestedBy: string;
  /** Lookups that have not left yet. */
  waiting: number;
  running: number;
  /** When the latest retry is due; null without one. */
  lastRetryAt: Date | null;
}

/**
 * When the last lookup of a batch will have been answered: after those who are more urgent, taking turns with the other
 * batches. Null while nobody can say.
 */
export const expectedEnd = async (
  em: EntityManager,
  rest: Rest,
  forecast: Forecast,
  now: Date,
): Promise<Date | null> => {
  if (rest.waiting === 0) return rest.running === 0 ? null : new Date(now.getTime() + forecast.lookupMs);
  const { urgent, others } = await readCompetition(em, rest.requestedBy, now);
  const served = expectedAt(placeOfLast(rest.waiting, urgent, others), forecast, now);
  if (served === null || rest.lastRetryAt === null) return served;
  return new Date(Math.max(served.getTime(), rest.lastRetryAt.getTime() + forecast.lookupMs));
};

/**
 * The place in the queue (1 = next) of the last of `waiting` lookups: owners alternate, so each other batch has at most
 * as many before it as this one has itself.
 *
 * @param others what each other batch has left
 */
export const placeOfLast = (waiting: number, urgent: number, others: readonly number[]): number =>
  others.reduce((place, left) => place + Math.min(left, waiting), urgent + waiting);

const readCompetition = async (
  em: EntityManager,
  requestedBy: string,
  now: Date,
): Promise<{ urgent: number; others: number[] }> => {
  const [ahead] = await readRows(
    em,
    z.object({ urgent: z.number() }),
    `select count(*)::int as urgent from "census"."records" where "due_at" <= ? and "priority" < ?`,
    [now, priority.batch],
  );
  const others = await readRows(
    em,
    z.object({ left: z.number() }),
    `select "total" - "done" as left from "census"."batches" where "finished_at" is null and "requested_by" <> ?`,
    [requestedBy],
  );
  return { urgent: ahead?.urgent ?? 0, others: others.map((batch) => batch.left) };
};
