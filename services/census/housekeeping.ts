import type { EntityManager } from '@mikro-orm/postgresql';
import type { Metrics } from '../../shared/metrics/metrics.ts';
import type { RetryPolicy } from './record/retry-policy.ts';
import { planRevalidation, type Revalidation } from './request/revalidate.ts';
import { purgeEvidence } from './store/evidence.ts';
import { forgetWorkers } from './store/workers.ts';
import { expireLeases } from './work/expire.ts';
import { refundOwed } from './work/refund.ts';

export interface HousekeepingOptions {
  fork: () => EntityManager;
  now: () => Date;
  policy: () => RetryPolicy;
  revalidation: Revalidation;
  evidenceDays: number;
  metrics: Metrics;
  log: {
    info(message: string): void;
    warn(message: string): void;
    error(message: string, error: unknown): void;
  };
  /** Something became due, and is committed. */
  due: () => void;
}

const SWEEP_EVERY_MS = 2_000;
const PLAN_EVERY_MS = 30_000;
const PURGE_EVERY_MS = 3_600_000;

/**
 * What the census does by the clock: ends leases that ran out, gives back what an outage has cost, plans checks of old answers, removes old evidence.
 * Several processes may do it at once: each step takes only rows that nobody else holds.
 *
 * @returns ends it
 */
export const startHousekeeping = (options: HousekeepingOptions): (() => void) => {
  const { fork, now, log, metrics } = options;

  const sweep = async (): Promise<void> => {
    const expired = await expireLeases(fork(), options.policy(), now());
    if (expired === 0) return;
    metrics.leaseExpiries.inc(expired);
    log.warn(`${expired} leases ran out: their scrapers crashed or hang`);
    options.due();
  };
  const refund = async (): Promise<void> => {
    const refunded = await refundOwed(fork, now());
    if (refunded === 0) return;
    log.warn(`an outage of the source: ${refunded} people have their attempts back and wait again`);
    options.due();
  };
  const plan = async (): Promise<void> => {
    if ((await planRevalidation(fork(), options.revalidation, now())) > 0) options.due();
  };
  const purge = async (): Promise<void> => {
    await forgetWorkers(fork(), now());
    let removed = 0;
    for (;;) {
      const batch = await purgeEvidence(fork(), options.evidenceDays, now());
      removed += batch;
      if (batch === 0) break;
    }
    if (removed > 0)
      log.info(`removed ${removed} pieces of evidence older than ${options.evidenceDays} days`);
  };

  const timers = [
    repeat(sweep, SWEEP_EVERY_MS, (error) => log.error('sweep of expired leases failed', error)),
    repeat(refund, SWEEP_EVERY_MS, (error) => log.error('giving attempts back failed', error)),
    repeat(plan, PLAN_EVERY_MS, (error) => log.error('planning of checks failed', error)),
    repeat(purge, PURGE_EVERY_MS, (error) => {
      metrics.evidencePurgeFailures.inc();
      log.error('removal of old evidence failed', error);
    }),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
};

/** Runs `work` now and every so often, never twice at once. */
const repeat = (
  work: () => Promise<void>,
  everyMs: number,
  failed: (error: unknown) => void,
): NodeJS.Timeout => {
  let running = false;
  const run = (): void => {
    if (running) return;
    running = true;
    work()
      .catch(failed)
      .finally(() => {
        running = false;
      });
  };
  run();
  return setInterval(run, everyMs);
};
