import type { Lease } from '../../../shared/contract/census.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { retry } from '../../../shared/time/retry.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { Queue } from './worker-loop.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** One that takes longer is of no use: the next is on its way. */
const HEARTBEAT_MS = 4_000;

interface CensusQueueOptions {
  worker: string;
  /** Lookups that this scraper can have in flight. */
  slots: number;
  /** Names of its lanes. */
  lanes: string[];
  source: string;
  /** The source that a lane leads to, where that is not the first. */
  nextSource?(lane: string): string | undefined;
  log: { warn(message: string): void };
  clock?: Clock;
}

interface CensusQueue extends Queue {
  heartbeat: HeartbeatOptions['send'];
}

/**
 * The census service as the loop sees it. A report is repeated for as long as its lease lives: an answer is dear, and whoever is
 * given back waits no longer.
 */
export const createCensusQueue = (
  call: Call,
  { worker, slots, lanes, source, nextSource, log, clock = systemClock }: CensusQueueOptions,
): CensusQueue => {
  const untilExpiry = (lease: Lease, report: () => Promise<void>): Promise<void> => {
    const pauseAfter = (error: unknown, failed: number): number => {
      const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** (failed - 1), LAST_RETRY_MS);
      // What is refused for its content will be refused again.
      const permanent = isAppError(error) && error.status < 500;
      if (permanent || clock.now() + pauseMs > Date.parse(lease.expiresAt)) throw error;
      log.warn(`lease ${lease.leaseId} not reported yet: ${error}`);
      return pauseMs;
    };
    return retry(report, pauseAfter, clock);
  };

  return {
    due: () => call('census.due', { lanes }),
    heartbeat: async (sign) => {
      await call('census.heartbeat', { worker, slots, lanes, ...sign }, { timeoutMs: HEARTBEAT_MS });
    },
    lease: (lane) => call('census.lease', { worker, lane }),
    complete: (lease, result) =>
      untilExpiry(lease, async () => {
        const next = nextSource?.(lease.lane);
        const from = next === undefined ? { source } : { source: next, isNext: true };
        const { accepted } = await call('census.complete', { leaseId: lease.leaseId, ...from, ...result });
        if (!accepted) log.warn(`lease ${lease.leaseId} was too late: something newer happened`);
      }),
    giveBack: (lease, why) =>
      untilExpiry(lease, async () => {
        await call('census.giveBack', { leaseId: lease.leaseId, ...why });
      }),
  };
};
