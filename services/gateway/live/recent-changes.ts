import type { DurableEvents } from '../../../shared/contract/events.ts';

/** A record changed, at a place in this process's order of changes. */
export type Change = DurableEvents['census.updated'] & { position: number };

/** The latest changes that this process was told of, so that whoever lost the stream for a while gets what they missed. */
export interface RecentChanges {
  /** The last change's place; 0 before the first. */
  position(): number;
  /** Takes a change; null when this or a newer version of the record is known: events may come twice. */
  add(event: DurableEvents['census.updated']): Change | null;
  /** The changes after `position`; null when some of them are forgotten, or it was never reached. */
  since(position: number): Change[] | null;
}

/** @param size how many changes are remembered */
export const createRecentChanges = (size: number): RecentChanges => {
  const changes = new Map<number, Change>();
  /** The newest version by person, for as long as its change is remembered. */
  const versions = new Map<string, number>();
  let last = 0;

  const forgetOldest = (): void => {
    const [oldest] = changes.values();
    if (oldest === undefined) return;
    changes.delete(oldest.position);
    if (versions.get(oldest.userId) === oldest.version) versions.delete(oldest.userId);
  };

  return {
    position: () => last,
    add(event) {
      if ((versions.get(event.userId) ?? 0) >= event.version) return null;
      last += 1;
      const change = { ...event, position: last };
      changes.set(last, change);
      versions.set(event.userId, event.version);
      if (changes.size > size) forgetOldest();
      return change;
    },
    since(position) {
      if (position > last || position < last - changes.size) return null;
      const missed: Change[] = [];
      for (let place = position + 1; place <= last; place += 1) {
        const change = changes.get(place);
        if (change !== undefined) missed.push(change);
      }
      return missed;
    },
  };
};
