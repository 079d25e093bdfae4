import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../shared/time/clock.ts';

interface Timer {
  at: number;
  ring(): void;
}

export interface FakeClock extends Clock {
  /** The process stands still for so long: what fell due meanwhile happens once, and late. */
  stall(ms: number): Promise<void>;
  /** Moves time on, and lets everything happen that falls due meanwhile, in its order. */
  pass(ms: number): Promise<void>;
  /**
   * Lets time pass from one wait to the next until `work` has ended.
   *
   * @throws Error when everything waits for something that is not time
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** How many wait for a time, or are done every so often. */
  waiting(): number;
}

/**
 * Time that stands still until a test moves it.
 *
 * @param start milliseconds since 1970
 */
export const createFakeClock = (start = Date.parse('2026-03-01T12:00:00Z')): FakeClock => {
  const timers = new Set<Timer>();
  let now = start;

  const next = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    elapsed: () => now - start,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = (): void => {
          timers.delete(timer);
          reject(signal?.reason);
        };
        const timer: Timer = {
          at: now + Math.max(0, ms),
          ring() {
            timers.delete(timer);
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        timers.add(timer);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    every(ms, work) {
      const timer: Timer = {
        at: now + ms,
        ring() {
          timer.at = now + ms;
          work();
        },
      };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    stall(ms) {
      now += ms;
      return this.pass(0);
    },
    async pass(ms) {
      const until = now + ms;
      await breathe();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        now = Math.max(now, timer.at);
        timer.ring();
        await breathe();
      }
      now = until;
    },
    async run(work) {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      work.then(end, end);
      for (;;) {
        await breathe();
        if (ended) return work;
        const timer = next(Number.POSITIVE_INFINITY);
        if (timer === undefined) throw new Error(`nobody waits for a time any more, at ${now - start} ms`);
        now = Math.max(now, timer.at);
        timer.ring();
      }
    },
    waiting: () => timers.size,
  };
};
