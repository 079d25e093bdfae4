import type { EntityManager } from '@mikro-orm/postgresql';
import type { CatchingUp } from '../../shared/catch-up/catching-up.ts';
import { type Relay, startRelay } from '../../shared/durable/relay.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { Runtime } from '../../shared/moleculer/runtime.ts';
import { feedBatches } from './batches/feed.ts';
import { startFeeder } from './batches/feeder.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { CensusMetrics } from './metrics.ts';
import type { Effects } from './store/effects.ts';
import type { Terms } from './terms.ts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

export interface BackgroundOptions extends Pick<Effects, 'after' | 'on'> {
  fork: () => EntityManager;
  terms: Terms;
  metrics: CensusMetrics;
  /** Makes what calls other services, once all of this process have started. */
  call: () => Call;
  log: Log;
}

/**
 * Begins what goes on beside the actions: housekeeping and the feeding of batches now, publishing and the look over what was
 * missed when every service of this process has started.
 *
 * @returns ends all of it, each after the work in hand; what announces ends before what publishes
 */
export const startBackground = (
  runtime: Runtime,
  { fork, terms, metrics, call, log, after, on }: BackgroundOptions,
): (() => Promise<void>) => {
  let relay: Relay | undefined;
  let catchingUp: CatchingUp | undefined;
  runtime.afterStart.push(() => {
    relay = startRelay({ schema: 'census', fork, bus: runtime.bus, log });
    on('publish', relay.nudge);
    catchingUp = startCatchUp(runtime, { fork, call: call(), log, after });
  });
  const stopHousekeeping = startHousekeeping({ fork, terms, metrics, log, after });
  const feeder = startFeeder({
    feed: (at) => feedBatches(fork, terms.cooldownS, at),
    ...{ log, after },
  });
  on('feed', feeder.nudge);
  return async () => {
    await stopHousekeeping();
    await feeder.stop();
    await catchingUp?.stop();
    await relay?.stop();
  };
};
