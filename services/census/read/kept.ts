import { type Clock, systemClock } from '../../../shared/time/clock.ts';

/** What took longer is kept for a moment: a leader of very many looks at the summary again with every answer that comes. */
const SLOW_MS = 200;
/** For so many times as long as it took, so that at most a small part of the time goes into one leader's numbers. */
const TIMES = 8;
const LONGEST_MS = 10_000;
const MOST_KEPT = 1_000;

interface Kept<T> {
  value: Promise<T>;
  /** In elapsed ms; while it is being read, nobody reads it a second time. */
  until: number;
}

/**
 * Reads a value by its key, or gives the one of a moment ago when that was slow to read. Each process keeps its own.
 *
 * @param leastMs for so long also what was quick to read: what everybody may ask
 */
export const keepSlow = <T>(leastMs = 0, clock: Pick<Clock, 'elapsed'> = systemClock) => {
  const kept = new Map<string, Kept<T>>();

  return async (key: string, read: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known !== undefined && known.until > clock.elapsed()) return known.value;
    const began = clock.elapsed();
    const entry: Kept<T> = { value: read(), until: Number.POSITIVE_INFINITY };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, entry);
    const forget = () => {
      if (kept.get(key) === entry) kept.delete(key);
    };
    try {
      const value = await entry.value;
      const took = clock.elapsed() - began;
      const forMs = took < SLOW_MS ? leastMs : Math.max(leastMs, Math.min(took * TIMES, LONGEST_MS));
      if (forMs === 0) forget();
      else entry.until = clock.elapsed() + forMs;
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  };
};
