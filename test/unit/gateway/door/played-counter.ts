import type { Counter } from '../../../../services/gateway/door/counter.ts';
import type { Store } from '../../../../services/gateway/door/store.ts';

/** Counts without a window's end. */
export const playedCounter = (points: number): Counter => {
  const counts = new Map<string, number>();
  const count = (key: string, more: number) => {
    const used = (counts.get(key) ?? 0) + more;
    counts.set(key, used);
    return Promise.resolve({ over: used > points, used, leftMs: 42_100 });
  };
  return { take: (key, more = 1) => count(key, more), look: (key) => count(key, 0) };
};

export const playedStore = (): Store => ({
  shared: ({ points }) => playedCounter(points),
  local: ({ points }) => playedCounter(points),
  close: () => undefined,
});
