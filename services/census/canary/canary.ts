import type { EntityManager } from '@mikro-orm/postgresql';
import { canaryResults } from '../../../shared/contract/canary.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import type { After } from '../effects.ts';
import type { CensusMetrics } from '../metrics.ts';
import { askCanary } from './ask.ts';
import { judgeCanaries } from './judge.ts';

interface CanaryOptions {
  fork: () => EntityManager;
  metrics: Pick<CensusMetrics, 'canary'>;
  log: { info(message: string): void; error(message: string, error: unknown): void };
  after: After;
  clock?: Clock;
}

const EVERY_MS = 20_000;

/** Asks about those who allowed it, and tells how the page answered. Nothing is done while nobody has. */
export const startCanary = ({
  fork,
  metrics,
  log,
  after,
  clock = systemClock,
}: CanaryOptions): (() => Promise<void>) => {
  // A series that appears with its first result would hide it from whoever watches.
  for (const result of canaryResults) metrics.canary.inc({ result }, 0);
  const loop = startLoop({
    async work() {
      const now = () => new Date(clock.now());
      for (const result of await judgeCanaries(fork(), now())) {
        metrics.canary.inc({ result });
        log.info(`the canary was read: ${result}`);
      }
      if (await askCanary(fork(), now())) after(['publish', 'wake']);
    },
    idleMs: EVERY_MS,
    failed: (error) => log.error('the canary was not looked after', error),
    clock,
  });
  return () => loop.stop();
};
