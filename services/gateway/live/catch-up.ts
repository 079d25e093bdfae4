import type { CatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { keepWalking } from '../../../shared/catch-up/keep-walking.ts';
import { createMemoryPlaces } from '../../../shared/catch-up/places.ts';
import { START_OF_IDS } from '../../../shared/contract/changes.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { StreamHub } from './hub.ts';

interface CatchUpOptions {
  call: Call;
  hub: Pick<StreamHub, 'changed'>;
  log: { warn(message: string): void };
  clock?: Clock;
}

/** Shorter than elsewhere: the hub knows a change that it has told of only among the latest. */
const OVERLAP_MS = 60_000;

/** Looks over the records of the census for changes whose event never came, and tells the open streams of them. */
export const startCatchUp = (
  runtime: Pick<Runtime, 'config' | 'bus'>,
  { call, hub, log, clock = systemClock }: CatchUpOptions,
): CatchingUp => {
  const begun = { at: new Date(clock.now()).toISOString(), id: START_OF_IDS };
  return keepWalking(runtime, {
    ...{ clock, log, places: createMemoryPlaces(begun), overlapMs: OVERLAP_MS, wholePages: 0 },
    read: (after) => call('census.changes', { after }),
    async apply(items) {
      for (const item of items) await hub.changed(item);
    },
  });
};
