import type { ChangeCursor } from '../contract/changes.ts';

/** How far the walks over another service's changes have come; null = nowhere yet. */
export interface Place {
  /** Of the walk that follows what is new. */
  recent: ChangeCursor | null;
  /** Of the slow one that begins again when it has seen everything. */
  whole: ChangeCursor | null;
}

/** Keeps the place for all processes of a service, and lets one of them walk at a time. */
export interface Places {
  /**
   * @param hurried also before the next round is due
   * @returns null when another process walks, or it is not time yet
   */
  take(now: Date, hurried: boolean): Promise<Place | null>;
  /** A page further. The process goes on. */
  keep(place: Place, now: Date): Promise<void>;
  /** The process ends its round; the next one is due at `nextAt`. @param seenAll it came to the end of what is new */
  release(now: Date, nextAt: Date, seenAll: boolean): Promise<void>;
}

/** For a process that keeps nothing: it begins with what is new from now on. */
export const createMemoryPlaces = (begun: ChangeCursor): Places => {
  let place: Place = { recent: begun, whole: null };
  let dueAt = 0;
  return {
    take: async (now, hurried) => (hurried || now.getTime() >= dueAt ? place : null),
    async keep(reached) {
      place = reached;
    },
    async release(_now, nextAt) {
      dueAt = nextAt.getTime();
    },
  };
};
