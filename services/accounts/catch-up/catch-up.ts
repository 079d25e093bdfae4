import type { EntityManager } from '@mikro-orm/postgresql';
import { type CatchingUp, startCatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { createDatabasePlaces } from '../../../shared/catch-up/database-places.ts';
import { createLosses } from '../../../shared/catch-up/losses.ts';
import { walkRound } from '../../../shared/catch-up/round.ts';
import { TICK_MS, WHOLE_PAGES } from '../../../shared/catch-up/terms.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { copyStatuses } from './copy-statuses.ts';

export interface CatchUpOptions {
  fork: () => EntityManager;
  call: Call;
  now: () => Date;
  log: { warn(message: string): void };
}

/** Looks over the records of the census for statuses whose event never came. */
export const startCatchUp = (
  { config, metrics, bus }: Pick<Runtime, 'config' | 'metrics' | 'bus'>,
  { fork, call, now, log }: CatchUpOptions,
): CatchingUp => {
  const everyMs = config.catchUpS * 1_000;
  const places = createDatabasePlaces(fork, 'accounts');
  const losses = createLosses(bus, now, (kind: 'status') => metrics.foundByLooking.inc({ kind }));
  const catchingUp = startCatchingUp({
    log,
    tickMs: Math.min(TICK_MS, everyMs),
    round(hurried, signal) {
      losses.begin(hurried);
      return walkRound(
        {
          ...{ places, everyMs, now, signal, wholePages: WHOLE_PAGES },
          read: (after) => call('census.changes', { after }),
          async apply(items) {
            for (const missed of await copyStatuses(fork(), items)) losses.note('status', missed);
          },
        },
        hurried,
      );
    },
  });
  bus.onGap(catchingUp.hurry);
  return catchingUp;
};
