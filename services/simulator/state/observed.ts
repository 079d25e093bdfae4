import type { Profile } from '../wire/profile.ts';

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

/** A list in order of arrival that forgets its oldest entries. */
export interface RecentLog<T> {
  /** The same array for its whole life. */
  readonly entries: readonly T[];
  /** Adds the newest entry and drops the oldest when there is no room. */
  add(entry: T): void;
  /** Forgets everything. */
  clear(): void;
}

/** How many entries each list keeps: enough for any load test, bounded so that a long demo never grows. */
const OBSERVED_LIMIT = 10_000;

/** @param limit the number of entries kept */
export const createRecentLog = <T>(limit = OBSERVED_LIMIT): RecentLog<T> => {
  const entries: T[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > limit) entries.shift();
    },
    clear() {
      entries.length = 0;
    },
  };
};
