import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { ScraperMetrics } from '../metrics.ts';
import { createDepartures } from './departures.ts';
import type { Departure, Pace, Turn } from './turn.ts';

interface MeasuredPaceOptions {
  metrics: Pick<ScraperMetrics, 'paceGrants' | 'paceWait' | 'paceViolations'>;
  spacingMs: number;
  clock?: Clock;
}

const kinds: readonly Departure[] = ['page', 'query'];

/** Counts turns, times the wait for them, and watches that departures keep the spacing. */
export const measuredPace = (pace: Pace, options: MeasuredPaceOptions): Pace => {
  const { metrics, spacingMs, clock = systemClock } = options;
  const now = clock.elapsed;
  // A series that is missing looks like one that never moved.
  for (const kind of kinds) {
    metrics.paceGrants.inc({ kind }, 0);
    metrics.paceViolations.inc({ kind }, 0);
  }
  const watch = (kind: Departure) => createDepartures(spacingMs, () => metrics.paceViolations.inc({ kind }));
  const departures = { page: watch('page'), query: watch('query') };

  const watched = (turn: Turn, kind: Departure): Turn => {
    let sentAt = 0;
    let departed: ReturnType<(typeof departures)[Departure]['note']> | undefined;
    return {
      isFresh: () => turn.isFresh(),
      leave: (send) =>
        turn.leave(() => {
          sentAt = now();
          departed = departures[kind].note(sentAt);
          return send();
        }),
      reallyLeft(agoMs) {
        // It cannot have left before it was let go, whatever a browser says.
        departed?.correct(Math.max(sentAt, now() - agoMs));
        return turn.reallyLeft(agoMs);
      },
    };
  };

  return {
    async turn(kind, signal) {
      const askedAt = now();
      const turn = await pace.turn(kind, signal);
      metrics.paceGrants.inc({ kind });
      metrics.paceWait.observe({ kind }, (now() - askedAt) / 1_000);
      return watched(turn, kind);
    },
  };
};
