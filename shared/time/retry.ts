import { type Clock, systemClock } from './clock.ts';

/**
 * Tries until it succeeds.
 *
 * @param pauseAfter is told what a try threw, and how many have failed by now; says how many milliseconds to wait before
 *   the next, or gives up by throwing
 * @throws what `pauseAfter` throws
 */
export const retry = async <T>(
  attempt: () => Promise<T>,
  pauseAfter: (error: unknown, failed: number) => number,
  clock: Pick<Clock, 'wait'> = systemClock,
): Promise<T> => {
  for (let failed = 1; ; failed += 1) {
    try {
      return await attempt();
    } catch (error) {
      await clock.wait(pauseAfter(error, failed));
    }
  }
};
