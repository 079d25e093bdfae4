import type { PaceStore } from '../../../../services/scraper/pace/store.ts';
import type { Departure } from '../../../../services/scraper/pace/turn.ts';
import type { FakeClock } from '../../../support/fake-clock.ts';

/** A shared store of windows on a fake clock, as Redis and Postgres are to the pace. */
export class Windows implements PaceStore {
  readonly #closedUntil: Record<Departure, number> = { page: 0, query: 0 };
  readonly #clock: FakeClock;
  readonly #spacingMs: number;
  /** How long a message to the store, or from it, takes. */
  latencyMs: () => number = () => 0;
  /** What the store answers instead, when it cannot tell. */
  failure: Error | undefined;

  constructor(clock: FakeClock, spacingMs: number) {
    this.#clock = clock;
    this.#spacingMs = spacingMs;
  }

  tryTake(kind: Departure): Promise<number> {
    return this.#asked(() => {
      const now = this.#clock.elapsed();
      const closedMs = Math.max(0, this.#closedUntil[kind] - now);
      if (closedMs === 0) this.#closedUntil[kind] = now + this.#spacingMs;
      return closedMs;
    });
  }

  close(kind: Departure, forMs: number): Promise<void> {
    return this.#asked(() => {
      this.#closedUntil[kind] = this.#clock.elapsed() + forMs;
    });
  }

  async #asked<T>(answer: () => T): Promise<T> {
    await this.#clock.wait(this.latencyMs());
    if (this.failure !== undefined) throw this.failure;
    const answered = answer();
    await this.#clock.wait(this.latencyMs());
    return answered;
  }
}

/** The shortest time between two of these moments. */
export const closest = (moments: readonly number[]): number => {
  const sorted = moments.toSorted((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((moment, index) => moment - (sorted[index] ?? 0)));
};
