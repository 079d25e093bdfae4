import { type Clock, systemClock } from '../time/clock.ts';

/** One piece of work to finish before a process ends, told how many milliseconds it may take. */
export type Drain = (patienceMs: number) => Promise<void>;

/**
 * Drains one after another. What is left of the time is shared evenly by those that are still to come, so that the first
 * cannot use it up, and leaves to the others what it does not need.
 */
export const drainAll = async (
  drains: readonly Drain[],
  patienceMs: number,
  clock: Clock = systemClock,
): Promise<void> => {
  const until = clock.elapsed() + patienceMs;
  for (const [index, drain] of drains.entries())
    await drain(Math.max(0, until - clock.elapsed()) / (drains.length - index));
};
