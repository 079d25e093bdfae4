/** One piece of work to finish before a process ends, told how many milliseconds it may take. */
export type Drain = (patienceMs: number) => Promise<void>;

/**
 * Drains one after another. What is left of the time is shared evenly by those that are still to come, so that the first
 * cannot use it up, and leaves to the others what it does not need.
 *
 * @param now monotonic milliseconds
 */
export const drainAll = async (
  drains: readonly Drain[],
  patienceMs: number,
  now = () => performance.now(),
): Promise<void> => {
  const until = now() + patienceMs;
  for (const [index, drain] of drains.entries())
    await drain(Math.max(0, until - now()) / (drains.length - index));
};
