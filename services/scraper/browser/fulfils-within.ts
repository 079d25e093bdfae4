import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/within.ts';

/** @returns whether the promise fulfilled within so many milliseconds; one that rejects throws its error */
export const fulfilsWithin = (promise: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> =>
  within(
    ms,
    promise.then(() => true),
    { late: () => false, clock },
  );
