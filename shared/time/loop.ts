import { type Clock, systemClock } from './clock.ts';

interface LoopOptions {
  /**
   * One round; a nudge that comes meanwhile is not lost. The signal aborts when the loop is stopped.
   *
   * @returns how many milliseconds to rest before the next one: nothing = `idleMs`, 0 = none
   */
  work(signal: AbortSignal): Promise<number | undefined> | Promise<void>;
  /** How long it rests after a round that does not say so itself, in ms. */
  idleMs: number;
  /** How long it rests after a round that failed: doubled from failure to failure. Left out, it is `idleMs`. */
  backoff?: { firstMs: number; lastMs: number };
  /**
   * Told of every round that failed, and for how many milliseconds the loop rests now: 0 when it is being stopped, and no
   * round follows. Not told of a round that ends in the signal's own reason. What it throws becomes a warning of the
   * process, and the loop goes on.
   */
  failed(error: unknown, restMs: number): void;
  clock?: Clock;
}

/** Work that goes on until it is stopped, one round at a time. */
export interface Loop {
  /** There may be something to do: ends a rest, but not one after a failure. */
  nudge(): void;
  /** Begins no other round. Resolves when the one in hand is done. */
  stop(): Promise<void>;
}

/** Does `work` at once, then again after each rest. */
export const startLoop = ({ work, idleMs, backoff, failed, clock = systemClock }: LoopOptions): Loop => {
  const { firstMs, lastMs } = backoff ?? { firstMs: idleMs, lastMs: idleMs };
  const stopping = new AbortController();
  const { signal } = stopping;
  let awoken = new AbortController();
  let failures = 0;

  /** A log that fails must not end the work. */
  const tell = (error: unknown, restMs: number): void => {
    try {
      failed(error, restMs);
    } catch (fault) {
      process.emitWarning(`a loop could not tell of a failure: ${fault}`);
    }
  };
  /** @returns how long to rest, and whether a nudge may end it */
  const round = async (): Promise<{ restMs: number; interruptible: boolean }> => {
    try {
      const restMs = (await work(signal)) ?? idleMs;
      failures = 0;
      return { restMs, interruptible: true };
    } catch (error) {
      const restMs = signal.aborted ? 0 : Math.min(firstMs * 2 ** failures, lastMs);
      failures += 1;
      if (!signal.aborted || error !== signal.reason) tell(error, restMs);
      return { restMs, interruptible: false };
    }
  };
  const rest = async (ms: number, until: AbortSignal): Promise<void> => {
    if (ms <= 0 || until.aborted) return;
    await clock.wait(ms, until).catch((error: unknown) => {
      if (!until.aborted) throw error;
    });
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      awoken = new AbortController();
      const { restMs, interruptible } = await round();
      await rest(restMs, interruptible ? AbortSignal.any([awoken.signal, signal]) : signal);
    }
  };

  // Not at once: whoever starts it may need the loop in its work.
  const running = Promise.resolve().then(run);
  return {
    nudge: () => awoken.abort(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
};
