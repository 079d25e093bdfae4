import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedLimiter } from '../../../../services/scraper/pace/limiter.ts';

/** Time that passes only from one wait to the next. */
export class VirtualTime {
  #now = 1_000;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#sleepers.push({ at: this.#now + ms, wake: resolve });
    signal?.addEventListener('abort', () => reject(signal.reason));
    return promise;
  };

  /** Lets time pass until `work` has ended. @throws Error when everything waits for something that is not time */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    for (;;) {
      await turnOfTheLoop();
      if (ended) return work;
      const next = this.#sleepers.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) throw new Error(`stuck at ${this.#now}`);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
  }
}

/** A shared store of windows on virtual time, as Redis and Postgres are to the pace. */
export class Windows implements SharedLimiter {
  readonly stepMs: number;
  readonly #closedUntil = new Map<string, number>();
  readonly #time: VirtualTime;
  readonly #spacingMs: number;
  /** How long a message to the store, or from it, takes. */
  latencyMs: () => number = () => 0;
  /** What the store answers instead, when it cannot tell. */
  failure: Error | undefined;

  /** @param stepMs the smallest time that it tells apart: what is between is rounded up */
  constructor(time: VirtualTime, spacingMs: number, stepMs = 1) {
    this.stepMs = stepMs;
    this.#time = time;
    this.#spacingMs = spacingMs;
  }

  /** The store lost its data. */
  wipe(): void {
    this.#closedUntil.clear();
  }

  consume(key: string): Promise<void> {
    return this.#asked(() => {
      const now = this.#time.now();
      const closedUntil = this.#closedUntil.get(key) ?? 0;
      if (now < closedUntil) throw new RateLimiterRes(0, closedUntil - now, 2, false);
      this.#closedUntil.set(key, now + this.#spacingMs);
    });
  }

  block(key: string, seconds: number): Promise<void> {
    return this.#asked(() => {
      const steps = Math.max(1, Math.ceil((seconds * 1_000) / this.stepMs));
      this.#closedUntil.set(key, this.#time.now() + steps * this.stepMs);
    });
  }

  async #asked(answer: () => void): Promise<void> {
    await this.#time.wait(this.latencyMs());
    if (this.failure !== undefined) throw this.failure;
    try {
      answer();
    } finally {
      await this.#time.wait(this.latencyMs());
    }
  }
}

/** The shortest time between two of these moments. */
export const closest = (moments: readonly number[]): number => {
  const sorted = moments.toSorted((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((moment, index) => moment - (sorted[index] ?? 0)));
};
