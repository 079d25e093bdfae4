import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long anything is waited for, in milliseconds. What comes at all comes within seconds, and on a machine with twice
 * its load within a minute: only what hangs gets here. mocha itself waits a minute longer, so that this is what is told.
 */
export const HANG_MS = Number(process.env.HANG_MS ?? 240_000);

/** What does not come soon is asked for less often: the portal answers each time, with the cores that it needs to get there. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 250;

/** A condition that did not come: neither right nor wrong, so it is told from an assertion that failed. */
export class HangError extends Error {
  override readonly name = 'HangError';
}

/**
 * Asks again and again until `probe` gives something that is neither null, undefined nor false. What `probe` throws ends
 * the wait: a condition that can no longer come is a failure, and nobody waits for it.
 *
 * @throws HangError that names `what` when the bound passes
 */
export const eventually = async <T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  boundMs = HANG_MS,
): Promise<T> => {
  const deadline = performance.now() + boundMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.2, LONGEST_PAUSE_MS)) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new HangError(`still waiting after ${boundMs} ms: ${what}`);
    await sleep(pauseMs);
  }
};
