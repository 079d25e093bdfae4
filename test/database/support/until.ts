import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is true. @throws Error after `withinMs` milliseconds */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(10);
  }
};
