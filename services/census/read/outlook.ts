import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Forecast, readForecast } from './forecast.ts';
import { keepSlow } from './kept.ts';
import { isQueued, positionsOf, type Queued } from './queue-position.ts';

/** What those who wait are told besides their own record. */
export interface Outlook {
  /** What the latest lookups say about the next ones, and why none leaves. */
  forecast(em: EntityManager, now: Date): Promise<Forecast>;
  /** The places in the queue of those of these rows that wait in it now, from 1. */
  places(em: EntityManager, rows: readonly Queued[], now: Date): Promise<Map<string, number>>;
}

/** Read anew each time: for one who asks. */
export const freshOutlook = (spacingMs: number): Outlook => ({
  forecast: (em, now) => readForecast(em, spacingMs, now),
  places: positionsOf,
});

/** Nobody sees that a place is so old, and a thousand people who look within it cost one look. */
const KEPT_MS = 500;
/** A record that changed so long before the queue was read is surely seen where it stands, whoever's clock it was changed by. */
const SETTLED_MS = 1_000;

/** As one text: thousands of rows would cost more than to find them. */
const frontOfQueue = prepared(
  'census.front',
  z.object({ ids: z.string().nullable() }),
  `select string_agg("user_id"::text, ' ') as "ids" from (
     select "user_id" from "census"."records" where "due_at" <= $1
     order by "priority", "turn", "due_at", "user_id" limit ${COUNTED_PLACES}) "queue"`,
);

/** The queue's beginning, as it was at one moment. */
interface Front {
  places: ReadonlyMap<string, number>;
  at: number;
}

const readFront = async (em: EntityManager, now: Date): Promise<Front> => {
  const [row] = await ask(em, frontOfQueue, [now]);
  const ids = row?.ids?.split(' ') ?? [];
  return { places: new Map(ids.map((id, index) => [id, index + 1])), at: now.getTime() };
};

/** Each process reads forecast and queue once for all who look at the same time. */
export const keptOutlook = (spacingMs: number, clock: Pick<Clock, 'elapsed'> = systemClock): Outlook => {
  const keepForecast = keepSlow<Forecast>(KEPT_MS, clock);
  const keepFront = keepSlow<Front>(KEPT_MS, clock);

  return {
    forecast: (em, now) => keepForecast('', () => readForecast(em, spacingMs, now)),
    async places(em, rows, now) {
      const queued = rows.filter((row) => isQueued(row, now));
      if (queued.length === 0) return new Map();
      const { places, at } = await keepFront('', () => readFront(em, now));
      const known = queued.flatMap(({ userId, dueAt, updatedAt }): [string, number][] => {
        // Whoever came or moved since, or whose time came, is looked for by themselves.
        if (Math.max(updatedAt.getTime(), dueAt?.getTime() ?? 0) > at - SETTLED_MS) return [];
        const place = places.get(userId) ?? (places.size < COUNTED_PLACES ? undefined : COUNTED_PLACES + 1);
        return place === undefined ? [] : [[userId, place]];
      });
      const found = new Map(known);
      const moved = await positionsOf(
        em,
        queued.filter(({ userId }) => !found.has(userId)),
        now,
      );
      return new Map([...found, ...moved]);
    },
  };
};
