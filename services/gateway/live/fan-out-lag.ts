import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { noteSpan } from '../../../shared/tracing/tracing.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { RecordChange } from './recent-changes.ts';

/** Measures how long after its commit a change was written to a stream. */
export const fanOutTimer =
  (metrics: Pick<GatewayMetrics, 'fanOutLag'>, clock: Clock = systemClock) =>
  ({ changedAt }: Pick<RecordChange, 'changedAt'>): void => {
    noteSpan('stream write');
    // Events of before this release do not say when they happened.
    if (changedAt === undefined) return;
    metrics.fanOutLag.observe(Math.max(0, clock.now() - Date.parse(changedAt)) / 1_000);
  };
