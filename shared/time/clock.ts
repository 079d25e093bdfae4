import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the code may ask for it: a test has one of its own, which it moves by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment; setting the machine's clock does not change them. */
  elapsed(): number;
  /**
   * Waits so many milliseconds.
   *
   * @throws the signal's reason, as soon as it aborts
   */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does `work` every so many milliseconds, without keeping the process alive. @returns ends it */
  every(ms: number, work: () => void): () => void;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  async wait(ms, signal) {
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
  every(ms, work) {
    const timer = setInterval(work, ms).unref();
    return () => clearInterval(timer);
  },
};
