import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  log: { info(message: string): void; warn(message: string): void };
  /** After so many milliseconds it gives up. */
  patienceMs: number;
}

const PAUSE_MS = 1_000;
/** Whoever reads the log is told this often. */
const SAY_EVERY_MS = 5_000;

/**
 * Tries until it succeeds, for what a start needs and may come up after it. Says every few seconds, in one line, what
 * is waited for.
 *
 * @param what for the log, such as `Postgres (census)`
 * @throws what the last try threw, once the patience is over
 */
export const waitFor = async <T>(
  what: string,
  { log, patienceMs }: Patience,
  attempt: () => Promise<T>,
): Promise<T> => {
  const begun = Date.now();
  let saidAt = 0;
  for (;;) {
    try {
      const result = await attempt();
      if (saidAt > 0) log.info(`${what} is there after ${seconds(Date.now() - begun)} s`);
      return result;
    } catch (error) {
      const waited = Date.now() - begun;
      if (waited >= patienceMs) throw error;
      if (Date.now() - saidAt >= SAY_EVERY_MS) {
        saidAt = Date.now();
        const reason = error instanceof Error ? error.message || error.name : String(error);
        log.warn(`waiting for ${what} (${seconds(waited)} of ${seconds(patienceMs)} s): ${reason}`);
      }
      await sleep(Math.min(PAUSE_MS, patienceMs - waited));
    }
  }
};

const seconds = (ms: number): number => Math.round(ms / 1_000);
