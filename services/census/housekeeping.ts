import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../shared/time/clock.ts';
import { startLoop } from '../../shared/time/loop.ts';
import type { After } from './effects.ts';
import { detachErased } from './erasure/detach.ts';
import type { CensusMetrics } from './metrics.ts';
import { planRevalidation } from './request/revalidate.ts';
import { purgeEvidence } from './store/evidence.ts';
import { purgeHistory } from './store/history.ts';
import { forgetSubnets } from './store/person-turn.ts';
import { purgePlaces } from './store/places.ts';
import { forgetWorkers } from './store/workers.ts';
import type { Terms } from './terms.ts';
import { expireLeases } from './work/expire.ts';
import { refundOwed } from './work/refund.ts';

interface HousekeepingOptions {
  fork: () => EntityManager;
  terms: Pick<Terms, 'policy' | 'revalidation' | 'evidenceDays' | 'historyDays'>;
  metrics: Pick<CensusMetrics, 'leaseExpiries' | 'evidencePurgeFailures'>;
  log: {
    info(message: string): void;
    warn(message: string): void;
    error(message: string, error: unknown): void;
  };
  after: After;
  clock?: Clock;
}

const SWEEP_EVERY_MS = 2_000;
const DETACH_EVERY_MS = 5_000;
const PLAN_EVERY_MS = 30_000;
const PURGE_EVERY_MS = 3_600_000;

/**
 * What the census does by the clock: ends leases that ran out, gives back what an outage has cost, plans checks of old answers, removes old evidence, forgets where people came from, takes erased people out of the records of others.
 * Several processes may do it at once: each step takes only rows that nobody else holds.
 *
 * @returns ends it, after the work in hand
 */
export const startHousekeeping = ({
  fork,
  terms,
  metrics,
  log,
  after,
  clock = systemClock,
}: HousekeepingOptions): (() => Promise<void>) => {
  const now = () => new Date(clock.now());
  const due = () => after(['feed', 'publish', 'wake']);

  const sweep = async (): Promise<void> => {
    const expired = await expireLeases(fork(), terms.policy, now());
    if (expired === 0) return;
    metrics.leaseExpiries.inc(expired);
    log.warn(`${expired} leases ran out: their scrapers crashed or hang`);
    due();
  };
  const refund = async (): Promise<void> => {
    const refunded = await refundOwed(fork, now());
    if (refunded === 0) return;
    log.warn(`an outage of the source: ${refunded} people have their attempts back and wait again`);
    due();
  };
  const plan = async (): Promise<void> => {
    if ((await planRevalidation(fork(), terms.revalidation, now())) > 0) due();
  };
  const purge = async (stopping: AbortSignal): Promise<void> => {
    await forgetWorkers(fork(), now());
    await forgetSubnets(fork(), now());
    if (terms.historyDays > 0)
      for (const purgeOld of [purgeHistory, purgePlaces])
        while (!stopping.aborted && (await purgeOld(fork(), terms.historyDays, now())) > 0);
    let removed = 0;
    while (!stopping.aborted) {
      const batch = await purgeEvidence(fork(), terms.evidenceDays, now());
      removed += batch;
      if (batch === 0) break;
    }
    if (removed > 0) log.info(`removed ${removed} pieces of evidence older than ${terms.evidenceDays} days`);
  };

  const every = (
    idleMs: number,
    work: (stopping: AbortSignal) => Promise<void>,
    failed: (error: unknown) => void,
  ) => startLoop({ work, idleMs, failed, clock });
  const loops = [
    every(SWEEP_EVERY_MS, sweep, (error) => log.error('sweep of expired leases failed', error)),
    every(SWEEP_EVERY_MS, refund, (error) => log.error('giving attempts back failed', error)),
    every(
      DETACH_EVERY_MS,
      (stopping) => detachErased(fork, stopping),
      (error) => log.error('people who were erased are still named by others', error),
    ),
    every(PLAN_EVERY_MS, plan, (error) => log.error('planning of checks failed', error)),
    every(PURGE_EVERY_MS, purge, (error) => {
      metrics.evidencePurgeFailures.inc();
      log.error('removal of old evidence failed', error);
    }),
  ];
  return async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
  };
};
