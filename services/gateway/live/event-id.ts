/** The ids of a stream's events: which process numbered it, and its place in that process's order of changes. */
export interface EventIds {
  of(position: number): string;
  /** The place that an id names; null for another process's id, and for what is no id of ours. */
  positionOf(id: string): number | null;
}

const PATTERN = /^([0-9a-z]{1,16})-(\d{1,15})$/;

/** @param process tells this process from every other, also from itself before a restart */
export const createEventIds = (process: string): EventIds => ({
  of: (position) => `${process}-${position}`,
  positionOf(id) {
    const [, numberedBy, position] = PATTERN.exec(id) ?? [];
    return numberedBy === process ? Number(position) : null;
  },
});
