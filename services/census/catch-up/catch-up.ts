import type { EntityManager } from '@mikro-orm/postgresql';
import type { CatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { createDatabasePlaces } from '../../../shared/catch-up/database-places.ts';
import { keepWalking } from '../../../shared/catch-up/keep-walking.ts';
import { createLosses } from '../../../shared/catch-up/losses.ts';
import { errorCodeOf } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { After } from '../effects.ts';
import { applyPeople, type Found } from './apply-people.ts';

export interface CatchUpOptions {
  fork: () => EntityManager;
  call: Call;
  log: { warn(message: string): void };
  after: After;
  clock?: Clock;
}

/** Looks over the people of accounts for registrations, roles and removals whose event never came. */
export const startCatchUp = (
  runtime: Pick<Runtime, 'config' | 'metrics' | 'bus'>,
  { fork, call, log, after, clock = systemClock }: CatchUpOptions,
): CatchingUp => {
  const { metrics, bus } = runtime;
  const losses = createLosses(bus, (kind: Found) => metrics.foundByLooking.inc({ kind }), clock);
  const now = () => new Date(clock.now());
  const failed = (userId: string, error: unknown): void =>
    log.warn(`what accounts knows of user ${userId} could not be stored: ${errorCodeOf(error)}`);
  return keepWalking(runtime, {
    ...{
      clock,
      log,
      begin: losses.begin,
      places: createDatabasePlaces(fork, 'census'),
    },
    read: (after) => call('accounts.changes', { after }),
    apply: (items) => applyPeople({ fork, now, after, found: losses.note, failed }, items),
  });
};
