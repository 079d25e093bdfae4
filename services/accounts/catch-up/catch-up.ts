import type { EntityManager } from '@mikro-orm/postgresql';
import type { CatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { createDatabasePlaces } from '../../../shared/catch-up/database-places.ts';
import { keepWalking } from '../../../shared/catch-up/keep-walking.ts';
import { createLosses } from '../../../shared/catch-up/losses.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { addPlaces } from './copy-statuses.ts';
import { hearChanges } from './hear-changes.ts';

export interface CatchUpOptions {
  fork: () => EntityManager;
  call: Call;
  log: { warn(message: string): void };
  clock?: Clock;
}

/** Looks over the records of the census for statuses whose event never came. */
export const startCatchUp = (
  runtime: Pick<Runtime, 'config' | 'metrics' | 'bus'>,
  { fork, call, log, clock = systemClock }: CatchUpOptions,
): CatchingUp => {
  const { metrics, bus } = runtime;
  const losses = createLosses(bus, (kind: 'status') => metrics.foundByLooking.inc({ kind }), clock);
  return keepWalking(runtime, {
    ...{
      clock,
      log,
      begin: losses.begin,
      places: createDatabasePlaces(fork, 'accounts'),
    },
    read: (after) => call('census.changes', { after }),
    async apply(items) {
      const missed = await hearChanges(fork(), items, runtime.config.push, new Date(clock.now()));
      for (const one of missed) losses.note('status', one);
      await addPlaces(fork(), items);
    },
  });
};
