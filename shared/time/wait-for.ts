import { type Clock, systemClock } from './clock.ts';
import { retry } from './retry.ts';

interface Patience {
  log: { info(message: string): void; warn(message: string): void };
  /** After so many milliseconds it gives up. */
  patienceMs: number;
  /** Whether waiting may help after this failure; it may after any unless told. */
  mayPass?(error: unknown): boolean;
  /** Every start waits for it a little: that is no warning until it takes as long as till the next word. */
  usual?: boolean;
  /** Between two tries; 1,000 unless told. */
  pauseMs?: number;
  clock?: Clock;
}

const PAUSE_MS = 1_000;
/** Whoever reads the log is told this often. */
const SAY_EVERY_MS = 5_000;

/**
 * Tries until it succeeds, for what a start needs and may come up after it. Says every few seconds, in one line, what
 * is waited for.
 *
 * @param what for the log, such as `Postgres (census)`
 * @throws what the last try threw, once the patience is over or waiting would not help
 */
export const waitFor = async <T>(
  what: string,
  { log, patienceMs, mayPass = () => true, usual = false, pauseMs = PAUSE_MS, clock = systemClock }: Patience,
  attempt: () => Promise<T>,
): Promise<T> => {
  const begun = clock.elapsed();
  let saidAt = Number.NEGATIVE_INFINITY;
  const pauseAfter = (error: unknown): number => {
    const waited = clock.elapsed() - begun;
    if (waited >= patienceMs || !mayPass(error)) throw error;
    if (clock.elapsed() - saidAt >= SAY_EVERY_MS) {
      saidAt = clock.elapsed();
      const reason = error instanceof Error ? error.message || error.name : String(error);
      log[usual && waited < SAY_EVERY_MS ? 'info' : 'warn'](
        `waiting for ${what} (${seconds(waited)} of ${seconds(patienceMs)} s): ${reason}`,
      );
    }
    return Math.min(pauseMs, patienceMs - waited);
  };
  const result = await retry(attempt, pauseAfter, clock);
  if (saidAt >= begun) log.info(`${what} is there after ${seconds(clock.elapsed() - begun)} s`);
  return result;
};

const seconds = (ms: number): number => Math.round(ms / 1_000);
