import type { Profile } from './profile.ts';

/** One consultation as the server saw it: the cédula as it was sent, and when, in ms since epoch. */
export interface ObservedLookup {
  cedula: string;
  profile: Profile;
  at: number;
}

/** One load of a form page; `at` in ms since epoch. */
export interface ObservedPage {
  profile: Profile;
  at: number;
}

/** How many entries each list keeps: enough for any load test, bounded so that a long demo never grows. */
const OBSERVED_LIMIT = 10_000;

/** A list in order of arrival that forgets its oldest entries; `entries` is the same array for its whole life. */
export class RecentLog<T> {
  readonly entries: readonly T[];
  readonly #entries: T[] = [];
  readonly #limit: number;

  /** `limit` is the number of entries kept. */
  constructor(limit: number = OBSERVED_LIMIT) {
    this.#limit = limit;
    this.entries = this.#entries;
  }

  /** Adds the newest entry and drops the oldest when there is no room. */
  add(entry: T): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.length = 0;
  }
}
