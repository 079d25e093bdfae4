import { LRUCache } from 'lru-cache';
import type { Clock } from '../time/clock.ts';

/** Keeps up to `max` values, each for so many milliseconds by the clock's `elapsed`. */
export const createRemembered = <T extends object | string>(
  max: number,
  ms: number,
  clock: Clock,
): LRUCache<string, T> =>
  // The library takes a beginning of 0 for none.
  new LRUCache({ max, ttl: ms, ttlResolution: 0, perf: { now: () => clock.elapsed() + 1 } });
