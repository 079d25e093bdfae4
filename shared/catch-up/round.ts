import { type ChangeCursor, type Changed, type ChangesPage, START_OF_IDS } from '../contract/changes.ts';
import type { Clock } from '../time/clock.ts';
import { unlessAborted } from '../time/unless-aborted.ts';
import type { Place, Places } from './places.ts';

/** A walk over the changes of another service. */
export interface Walk<C extends Changed> {
  places: Places;
  /** Asks the other service. */
  read(after: ChangeCursor | null): Promise<ChangesPage<C>>;
  /** Does what the events would have done; the same change comes again, and then has nothing to do. */
  apply(items: readonly C[]): Promise<void>;
  /** From one round to the next. */
  everyMs: number;
  /** What is new is read again for so long; 5 minutes unless told. */
  overlapMs?: number;
  /** Pages of the slow walk in each round; 0 = none. */
  wholePages: number;
  clock: Clock;
  /** Aborted when the process ends: the round ends with the page in hand. */
  signal: AbortSignal;
}

/** A transaction may commit after one that began later, and clocks differ. No transaction of ours lives nearly as long. */
const OVERLAP_MS = 300_000;
/** After a round that failed. */
const AGAIN_MS = 5_000;

/**
 * One round: everything that is new, and some pages of the slow walk, which finds what else is missing: after a backup was
 * restored, or a clock was wrong.
 *
 * @param hurried also before it is due
 * @returns false when another process walks, or it is not time yet
 * @throws what `read` or `apply` throws; the round is due again in some seconds
 */
export const walkRound = async <C extends Changed>(walk: Walk<C>, hurried: boolean): Promise<boolean> => {
  const { places, clock, everyMs } = walk;
  const now = (): Date => new Date(clock.now());
  const place = await places.take(now(), hurried);
  if (place === null) return false;
  const begun = now();
  try {
    const recent = await walkRecent(walk, place);
    await walkWhole(walk, { ...place, recent });
  } catch (error) {
    await places.release(now(), new Date(now().getTime() + AGAIN_MS), false);
    throw error;
  }
  await places.release(now(), new Date(begun.getTime() + everyMs), !walk.signal.aborted);
  return true;
};

const walkRecent = async <C extends Changed>(walk: Walk<C>, place: Place): Promise<ChangeCursor | null> => {
  let recent = place.recent && nobodysAt(place.recent);
  let at = recent === null ? null : before(recent, walk);
  for (let more = true; more && !walk.signal.aborted; ) {
    const page = await readPage(walk, at);
    await walk.apply(page.items);
    at = endOf(page) ?? at;
    // Not back into the overlap: who is ended in the middle of a long one goes on where they were.
    if (at !== null && (recent === null || Date.parse(at.at) > Date.parse(recent.at))) recent = nobodysAt(at);
    await walk.places.keep({ ...place, recent }, new Date(walk.clock.now()));
    more = page.more;
  }
  return recent;
};

const walkWhole = async <C extends Changed>(walk: Walk<C>, place: Place): Promise<void> => {
  let { whole } = place;
  for (let pages = 0; pages < walk.wholePages && !walk.signal.aborted; pages += 1) {
    const page = await readPage(walk, whole);
    await walk.apply(page.items);
    whole = page.more ? (endOf(page) ?? null) : null;
    await walk.places.keep({ ...place, whole }, new Date(walk.clock.now()));
    if (whole === null) return;
  }
};

/**
 * A process that ends does not wait for what another one says.
 *
 * @throws Error when the page ends where it was asked to begin: it would be asked for without end
 */
const readPage = async <C extends Changed>(
  { read, signal }: Walk<C>,
  after: ChangeCursor | null,
): Promise<ChangesPage<C>> => {
  const page = await unlessAborted(signal, read(after));
  const end = endOf(page);
  if (page.more && (end === undefined || (end.at === after?.at && end.id === after.id)))
    throw new Error(`a page of changes leads no further than ${after?.at ?? 'the beginning'}`);
  return page;
};

const endOf = <C extends Changed>({ items }: ChangesPage<C>): ChangeCursor | undefined => {
  const last = items.at(-1);
  return last === undefined ? undefined : { at: last.changedAt, id: last.userId };
};

/** The next walk begins well before it anyway: nobody's id is kept for it, who may be erased and leave no later change. */
const nobodysAt = ({ at }: ChangeCursor): ChangeCursor => ({ at, id: START_OF_IDS });

/** A clock that ran ahead must not hide what comes after it was set right. */
const before = (
  { at }: ChangeCursor,
  { clock, overlapMs = OVERLAP_MS }: Pick<Walk<Changed>, 'clock' | 'overlapMs'>,
): ChangeCursor => ({
  at: new Date(Math.min(Date.parse(at), clock.now()) - overlapMs).toISOString(),
  id: START_OF_IDS,
});
