import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { Metrics } from '../../../shared/metrics/metrics.ts';

type Changed = (event: DurableEvents['census.updated']) => Promise<void>;

/** Measures how long after its commit a change was written to the streams. */
export const timedFanOut =
  (changed: Changed, metrics: Pick<Metrics, 'fanOutLag'>, now: () => number = Date.now): Changed =>
  async (event) => {
    await changed(event);
    // Events of before this release do not say when they happened.
    if (event.changedAt === undefined) return;
    metrics.fanOutLag.observe(Math.max(0, now() - Date.parse(event.changedAt)) / 1_000);
  };
