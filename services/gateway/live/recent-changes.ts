import type { DurableEvents } from '../../../shared/contract/events.ts';

/** Something of a person changed, at a place in this process's order of changes. */
interface Placed {
  userId: string;
  referrerId: string | null;
  coordinatorId?: string | null | undefined;
  position: number;
}

/** A record changed. */
export type RecordChange = Omit<DurableEvents['census.updated'], 'place'> & Placed & { kind: 'record' };
/** Who may see a person is another one now: whoever shows them looks for themselves, and is told nothing of them. */
type Reshared = Placed & { kind: 'reshared' };
export type Change = RecordChange | Reshared;

/** The latest changes that this process was told of, so that whoever lost the stream for a while gets what they missed. */
export interface RecentChanges {
  /** The last change's place; 0 before the first. */
  position(): number;
  /** Takes a change; null when this or a newer version of the record is known: events may come twice. */
  add(event: DurableEvents['census.updated']): RecordChange | null;
  /** Takes that these do not see somebody as before. */
  reshare(
    seen: Pick<DurableEvents['user.consent_changed'], 'userId' | 'referrerId' | 'coordinatorId'>,
  ): Reshared;
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
    const isNewest = oldest.kind === 'record' && versions.get(oldest.userId) === oldest.version;
    if (isNewest) versions.delete(oldest.userId);
  };

  const place = <C extends Omit<RecordChange, 'position'> | Omit<Reshared, 'position'>>(
    told: C,
  ): C & { position: number } => {
    last += 1;
    const change = { ...told, position: last };
    changes.set(last, change);
    if (changes.size > size) forgetOldest();
    return change;
  };

  return {
    position: () => last,
    // Where somebody votes is kept with nothing here.
    add({ place: _, ...event }) {
      if ((versions.get(event.userId) ?? 0) >= event.version) return null;
      versions.set(event.userId, event.version);
      return place({ ...event, kind: 'record' });
    },
    reshare: ({ userId, referrerId, coordinatorId }) =>
      place({ userId, referrerId, coordinatorId, kind: 'reshared' }),
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
