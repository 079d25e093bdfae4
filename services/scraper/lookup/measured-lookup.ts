import { failureKinds } from '../../../shared/contract/outcome.ts';
import type { ScraperMetrics } from '../metrics.ts';
import { type Lookup, STOPPED } from './lookup.ts';

/** Begins every series at 0: one that appears with its first lookup would hide that lookup from whoever watches. */
export const beginLookupSeries = (metrics: ScraperMetrics, source: string): void => {
  for (const outcome of ['active', 'cancelled', 'not_found', ...failureKinds])
    metrics.lookups.inc({ source, outcome }, 0);
  metrics.retries.inc({ source }, 0);
};

/** Counts and times a lookup, and says in the log how it ended, with ids and never a cédula. */
export const measured = (
  lookup: Lookup,
  { metrics, source, log }: { metrics: ScraperMetrics; source: string; log: { info(message: string): void } },
): Lookup => ({
  isLost: () => lookup.isLost(),
  [Symbol.asyncDispose]: () => lookup[Symbol.asyncDispose](),
  async run(lease, trip, stop) {
    if (lease.attempt > 1) metrics.retries.inc({ source });
    const end = metrics.lookupDuration.startTimer({ source });
    const result = await lookup.run(lease, trip, stop);
    if (result === STOPPED) return result;
    end();
    const { outcome } = result;
    const label = outcome.kind === 'failure' ? outcome.failure : outcome.kind;
    metrics.lookups.inc({ source, outcome: label });
    const detail = outcome.kind === 'failure' ? `: ${outcome.detail}` : '';
    const { userId, attempt, lane, traceId } = lease;
    log.info(
      `lookup of user ${userId}, attempt ${attempt}, lane ${lane}, trace ${traceId}: ${label}${detail}`,
    );
    return result;
  },
});
