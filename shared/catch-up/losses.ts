import type { Changed } from '../contract/changes.ts';

/** Counts what was found because an event was lost, and not because it was only late. */
export interface Losses<K extends string> {
  /** A round may begin. @param hurried because events are known to be lost */
  begin(hurried: boolean): void;
  /** Something of this change was found. */
  note(kind: K, change: Changed): void;
}

/** An event is there within this time: what is younger was only looked at first. */
const ON_ITS_WAY_MS = 10_000;
/** After a start, and after the bus was away, events that have waited are on their way for so long. */
const SETTLING_MS = 60_000;

export const createLosses = <K extends string>(
  bus: { isReady(): boolean },
  now: () => Date,
  count: (kind: K) => void,
): Losses<K> => {
  let settledAt = now().getTime() + SETTLING_MS;
  let counting = false;
  return {
    begin(hurried) {
      if (!bus.isReady()) settledAt = now().getTime() + SETTLING_MS;
      counting = hurried || now().getTime() >= settledAt;
    },
    note(kind, { changedAt }) {
      if (counting && now().getTime() - Date.parse(changedAt) > ON_ITS_WAY_MS) count(kind);
    },
  };
};
