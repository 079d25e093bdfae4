import type { Changed } from '../contract/changes.ts';
import { type Clock, systemClock } from '../time/clock.ts';

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
  count: (kind: K) => void,
  clock: Clock = systemClock,
): Losses<K> => {
  let settledAt = clock.now() + SETTLING_MS;
  let counting = false;
  return {
    begin(hurried) {
      if (!bus.isReady()) settledAt = clock.now() + SETTLING_MS;
      counting = hurried || clock.now() >= settledAt;
    },
    note(kind, { changedAt }) {
      if (counting && clock.now() - Date.parse(changedAt) > ON_ITS_WAY_MS) count(kind);
    },
  };
};
