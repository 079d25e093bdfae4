import type { Change } from './recent-changes.ts';

/** What a stream has still to send, in the order of the changes; of each person only the newest. */
export interface PendingChanges {
  isEmpty(): boolean;
  add(change: Change): void;
  /** The first `count` of them; they stay until they are said to be sent. */
  first(count: number): Change[];
  sent(changes: readonly Change[]): void;
  /** The last place before which nothing waits; `position` when nothing waits at all. */
  reached(position: number): number;
  /** True once after more came than may wait: they were forgotten. */
  takeOverflow(): boolean;
}

/** @param size of how many people changes may wait */
export const createPendingChanges = (size: number): PendingChanges => {
  const pending = new Map<string, Change>();
  let overflowed = false;

  return {
    isEmpty: () => pending.size === 0 && !overflowed,
    add(change) {
      // A newer one waits in its own place, not in the older one's.
      pending.delete(change.userId);
      pending.set(change.userId, change);
      if (pending.size <= size) return;
      pending.clear();
      overflowed = true;
    },
    first: (count) => [...pending.values().take(count)],
    sent(changes) {
      for (const change of changes) if (pending.get(change.userId) === change) pending.delete(change.userId);
    },
    reached(position) {
      const [next] = pending.values();
      return next === undefined ? position : next.position - 1;
    },
    takeOverflow() {
      const was = overflowed;
      overflowed = false;
      return was;
    },
  };
};
