import type { Metrics } from '../../../shared/metrics/metrics.ts';
import { type PreparedLookup, STOPPED } from './lookup.ts';

/** Counts and times a lookup, and says in the log how it ended, with ids and never a cédula. */
export const measured = (
  prepared: PreparedLookup,
  { metrics, source, log }: { metrics: Metrics; source: string; log: { info(message: string): void } },
): PreparedLookup => ({
  discard: prepared.discard,
  async run(lease, trip, stop) {
    const end = metrics.lookupDuration.startTimer({ source });
    const outcome = await prepared.run(lease, trip, stop);
    if (outcome === STOPPED) return outcome;
    end();
    const label = outcome.kind === 'failure' ? outcome.failure : outcome.kind;
    metrics.lookups.inc({ source, outcome: label });
    const detail = outcome.kind === 'failure' ? `: ${outcome.detail}` : '';
    log.info(`lookup of user ${lease.userId}, attempt ${lease.attempt}: ${label}${detail}`);
    return outcome;
  },
});
