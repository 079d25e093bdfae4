import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { PaceStore } from './store.ts';
import { type Departure, type Pace, PaceLostError, StaleTurnError } from './turn.ts';

export interface PaceOptions {
  /** Shared by all scrapers; undefined only when the spacing is 0. */
  store: PaceStore | undefined;
  /** Milliseconds between two departures of one kind. */
  spacingMs: number;
  /**
   * Moment (of the clock's `elapsed`) before which no turn is given: one spacing and its slack after every
   * (re)connection to the store.
   */
  notBefore: () => number;
  clock?: Clock;
}

/** What a departure waits after its grant: the network may bring two closer together than they left. */
const MARGIN_MS = 60;
/**
 * A busy machine sends a request later than the browser was told to; 0.8 s were measured. So much more than the
 * spacing a window stays closed until it is known when the request left, though never more than twice the spacing.
 */
const SLACK_MS = 2_000;
export const slackOf = (spacingMs: number): number => Math.min(SLACK_MS, spacingMs);
/** A window is opened early only so long before its time. */
const SURE_MS = 250;
/** While the slack runs, the window may open at any moment. */
const POLL_MS = 100;
/** Parts of the spacing after which a turn is not used any more, and after which it is refused at the last moment. */
const FRESH = 0.75;
const STALE = 0.9;

/** The one pace of all lookups. It fails closed, and it distrusts the store: this process keeps the spacing by itself too. */
export const createPace = (options: PaceOptions): Pace => {
  const { store, spacingMs, notBefore, clock = systemClock } = options;
  if (store === undefined) return unpaced;
  const now = clock.elapsed;
  const slackMs = slackOf(spacingMs);
  const earliest: Record<Departure, number> = { page: 0, query: 0 };
  /** Which turn of this process left last, of each kind. */
  const last: Record<Departure, number> = { page: 0, query: 0 };
  let turns = 0;

  const tryTake = (kind: Departure): Promise<number> =>
    store.tryTake(kind).catch((error: unknown) => {
      throw new PaceLostError(error);
    });
  const close = async (kind: Departure): Promise<void> => {
    const closedMs = spacingMs + slackMs;
    earliest[kind] = now() + closedMs;
    await store.close(kind, closedMs).catch((error: unknown) => {
      throw new PaceLostError(error);
    });
  };
  /** Sleeps until the window opens, or until it may open earlier than it says. */
  const nap = (closedMs: number, signal: AbortSignal): Promise<void> => {
    if (closedMs > slackMs) return clock.wait(Math.max(closedMs - slackMs, 1), signal);
    return clock.wait(closedMs > 1.5 * POLL_MS ? POLL_MS : Math.max(closedMs, 1), signal);
  };

  /** Opens the window one spacing after a departure that is known now, if nobody can have left since. */
  const openAfter = async (kind: Departure, leftAt: number): Promise<void> => {
    const closedUntil = earliest[kind];
    const openAt = leftAt + spacingMs;
    // Later than the slack: another may have left already, and is as late.
    if (openAt > closedUntil) return close(kind);
    const leftMs = openAt - now();
    if (leftMs < SURE_MS) return;
    earliest[kind] = openAt;
    const heard = await store.close(kind, leftMs).then(
      () => true,
      () => false,
    );
    // Heard so late, or later still, it shortens the window of another who has left meanwhile.
    if (!heard || now() > closedUntil) await close(kind);
  };

  return {
    async turn(kind, signal) {
      for (;;) {
        signal.throwIfAborted();
        const storeWait = notBefore() - now();
        if (storeWait > 0) {
          await clock.wait(storeWait, signal);
          continue;
        }
        const ownWait = earliest[kind] - now();
        if (ownWait > 0) {
          await nap(ownWait, signal);
          continue;
        }
        const closedMs = await tryTake(kind);
        if (closedMs > 0) await nap(closedMs, signal);
        // Unless another of this process got its turn meanwhile: then the store has forgotten.
        else if (earliest[kind] <= now()) break;
      }
      const grantedAt = now();
      earliest[kind] = grantedAt + spacingMs;
      const marginMs = Math.min(MARGIN_MS, spacingMs / 10);
      turns += 1;
      const own = turns;
      let sentAt = 0;
      return {
        isFresh: () => now() - grantedAt < spacingMs * FRESH,
        async leave(send) {
          // What the caller did since the grant is part of the margin: leasing a record, telling the browser.
          const ahead = grantedAt + marginMs - now();
          if (ahead > 0) await clock.wait(ahead, signal);
          await close(kind);
          if (now() - grantedAt >= spacingMs * STALE) throw new StaleTurnError();
          last[kind] = own;
          sentAt = now();
          await send();
          // It has left: the window that was closed before holds when the store fails now.
          await close(kind).catch(() => undefined);
        },
        async reallyLeft(agoMs) {
          if (last[kind] !== own) return;
          // It cannot have left before it was let go, whatever a browser says. When the store fails now, or the lookup
          // ends, the window stays closed as long as it was.
          await openAfter(kind, Math.max(sentAt, now() - agoMs)).catch(() => undefined);
        },
      };
    },
  };
};

/** Spacing 0, which only a target on this machine may have. */
const unpaced: Pace = {
  turn: async () => ({ isFresh: () => true, leave: (send) => send(), reallyLeft: async () => {} }),
};
