import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { type HoldState, readHold } from '../hold/hold.ts';
import { liveWorkers } from '../store/workers.ts';

/** What the latest lookups say about the next ones. Durations in milliseconds. */
export interface Forecast {
  /** Between two departures while people wait. */
  intervalMs: number;
  /** From a departure to its answer. */
  lookupMs: number;
  lastDepartureAt: Date | null;
  hold: HoldState | null;
}

const SAMPLE = 20;
/** Of a warm browser, for a system that has not looked anybody up yet. */
const FIRST_LOOKUP_MS = 2_000;
/** What a turn takes on top of the spacing, as measured. */
const TURN_MS = 60;

interface Departure {
  startedAt: Date;
  finishedAt: Date | null;
}

export const readForecast = async (em: EntityManager, spacingMs: number, now: Date): Promise<Forecast> => {
  const latest = await readRows(
    em,
    z.object({ startedAt: moment, finishedAt: moment.nullable(), counts: z.boolean() }),
    `select "started_at" as "startedAt", "finished_at" as "finishedAt", "refund" is null as counts from "census"."attempts"
     where "outcome" is null or "outcome" not in ('crash', 'stopped', 'not_sent', 'lane_failed')
     order by "started_at" desc limit ?`,
    [SAMPLE],
  );
  const departures = latest.map(({ startedAt, finishedAt, counts }) => ({
    startedAt,
    // How long somebody waited in an outage says nothing about the next one.
    finishedAt: counts ? finishedAt : null,
  }));
  const workers = await liveWorkers(em, now);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const hold = await readHold(em, workers, now);
  return {
    ...measure(departures, spacingMs, slots),
    lastDepartureAt: departures[0]?.startedAt ?? null,
    hold,
  };
};

/**
 * Departures while nobody waited are far apart and say nothing about a queue: only gaps as short as a busy system's
 * count.
 *
 * @param departures newest first
 */
export const measure = (
  departures: readonly Departure[],
  spacingMs: number,
  slots: number,
): Pick<Forecast, 'intervalMs' | 'lookupMs'> => {
  const durations = departures.flatMap(({ startedAt, finishedAt }) =>
    finishedAt === null ? [] : [finishedAt.getTime() - startedAt.getTime()],
  );
  const lookupMs = mean(durations) ?? FIRST_LOOKUP_MS;
  const ideal = Math.max(spacingMs === 0 ? 0 : spacingMs + TURN_MS, lookupMs / Math.max(1, slots));
  const gaps = departures
    .slice(1)
    .map(({ startedAt }, index) => (departures[index]?.startedAt.getTime() ?? 0) - startedAt.getTime())
    .filter((gap) => gap <= 2 * Math.max(ideal, lookupMs));
  return { intervalMs: gaps.length < 3 ? ideal : Math.max(ideal, mean(gaps) ?? 0), lookupMs };
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** When the lookup at this place of the queue (1 = next) will have been answered; null while nobody can say. */
export const expectedAt = (position: number, forecast: Forecast, now: Date): Date | null =>
  position > COUNTED_PLACES ? null : answeredAt(position, forecast, now);

/** The same at any place, however far behind. */
export const answeredAt = (position: number, forecast: Forecast, now: Date): Date | null => {
  const { intervalMs, lookupMs, lastDepartureAt, hold } = forecast;
  if (hold !== null && hold.until === null) return null;
  const next = Math.max(
    now.getTime(),
    (lastDepartureAt?.getTime() ?? 0) + intervalMs,
    hold?.until?.getTime() ?? 0,
  );
  return new Date(next + (position - 1) * intervalMs + lookupMs);
};
