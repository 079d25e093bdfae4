import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedLimiter } from './limiter.ts';

/**
 * A lookup leaves twice: the visit to the page, and the query itself. Each kind keeps the spacing against all others
 * of its kind, so that the official site sees polite distances whichever it counts.
 */
export type Departure = 'page' | 'query';

/** The right to leave once, now. */
export interface Turn {
  /** False when so much time has passed that another scraper may soon get its turn: take a new one instead. */
  isFresh(): boolean;
  /**
   * Closes the window, runs `send`, and closes it again: for one spacing and the slack that a busy machine may take
   * until the request really leaves.
   *
   * @throws PaceLostError before `send` ran: nobody leaves when it cannot be written down; StaleTurnError, before
   * `send` ran too, when that took the store so long that another may have its turn; what `send` throws
   */
  leave(send: () => Promise<void>): Promise<void>;
  /**
   * The browser says that the request really left so many milliseconds ago: the window opens one spacing from there.
   * Until that is known it stays closed for the slack as well. Never rejects.
   */
  reallyLeft(agoMs: number): Promise<void>;
}

/** The turn ran out while the store was slow: take a new one. */
export class StaleTurnError extends Error {
  override readonly name = 'StaleTurnError';
}

/** The store could not say whose turn it is, so nothing was sent. */
export class PaceLostError extends Error {
  override readonly name = 'PaceLostError';

  constructor(cause: unknown) {
    super(`not sent: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

export interface Pace {
  /**
   * Waits until one spacing has passed since the last departure of this kind by any scraper.
   *
   * @throws the signal's reason; PaceLostError when the store cannot say whose turn it is (fail closed)
   */
  turn(kind: Departure, signal: AbortSignal): Promise<Turn>;
}

export interface PaceOptions {
  /** Shared by all scrapers; undefined only when the spacing is 0. */
  limiter: SharedLimiter | undefined;
  /** Milliseconds between two departures of one kind. */
  spacingMs: number;
  /** Moment (of `now`) before which no turn is given: one spacing and its slack after every (re)connection to the store. */
  notBefore: () => number;
  /** Monotonic milliseconds. */
  now?: () => number;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What a departure waits after its grant: the network may bring two closer together than they left. */
const MARGIN_MS = 60;
/**
 * A busy machine sends a request later than the browser was told to; 0.8 s were measured. So much more than the
 * spacing a window stays closed until it is known when the request left, though never more than twice the spacing.
 */
const SLACK_MS = 2_000;
export const slackOf = (spacingMs: number): number => Math.min(SLACK_MS, spacingMs);
/**
 * A window is opened early only so long before its time, and by a timer that was no later than this: else another may
 * have left by then, whose window it would be.
 */
const SURE_MS = 250;
/** While the slack runs, the window may open at any moment. */
const POLL_MS = 100;
/** Parts of the spacing after which a turn is not used any more, and after which it is refused at the last moment. */
const FRESH = 0.75;
const STALE = 0.9;

const abortableSleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
};

/** The one pace of all lookups. It fails closed, and it distrusts the store: this process keeps the spacing by itself too. */
export const createPace = (options: PaceOptions): Pace => {
  const { limiter, spacingMs, notBefore, now = () => performance.now(), wait = abortableSleep } = options;
  if (limiter === undefined) return unpaced;
  const slackMs = slackOf(spacingMs);
  const earliest: Record<Departure, number> = { page: 0, query: 0 };
  /** Which turn of this process left last. */
  const last: Record<Departure, number> = { page: 0, query: 0 };
  let turns = 0;

  const close = async (kind: Departure): Promise<void> => {
    const closedMs = spacingMs + slackMs;
    earliest[kind] = now() + closedMs;
    await limiter.block(kind, closedMs / 1_000).catch((error: unknown) => {
      throw new PaceLostError(error);
    });
  };
  /** Sleeps until the window opens, or until it may open earlier than it says. */
  const nap = (closedMs: number, signal: AbortSignal): Promise<void> => {
    if (closedMs > slackMs) return wait(Math.max(closedMs - slackMs, 1), signal);
    return wait(closedMs > 1.5 * POLL_MS ? POLL_MS : Math.max(closedMs, 1), signal);
  };

  /** Opens the window one spacing after a departure that is known now, if nobody can have left since. */
  const openAfter = async (kind: Departure, leftAt: number, signal: AbortSignal): Promise<void> => {
    const openAt = leftAt + spacingMs;
    // Later than the slack: another may have left already, and is as late.
    if (openAt > earliest[kind]) return close(kind);
    const leftMs = openAt - now();
    if (leftMs < SURE_MS) return;
    // Told in the store's own steps, it is exact: a rest is waited for first.
    const wholeMs = Math.floor(leftMs / limiter.stepMs) * limiter.stepMs;
    if (wholeMs > 0) await wait(leftMs - wholeMs, signal);
    if (openAt - now() < (wholeMs > 0 ? wholeMs : leftMs) - SURE_MS) return;
    earliest[kind] = openAt;
    await limiter.block(kind, (wholeMs > 0 ? wholeMs : leftMs) / 1_000);
  };

  return {
    async turn(kind, signal) {
      for (;;) {
        signal.throwIfAborted();
        const storeWait = notBefore() - now();
        if (storeWait > 0) {
          await wait(storeWait, signal);
          continue;
        }
        const ownWait = earliest[kind] - now();
        if (ownWait > 0) {
          await nap(ownWait, signal);
          continue;
        }
        const closedMs = await tryConsume(limiter, kind);
        if (closedMs !== null) await nap(closedMs, signal);
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
          if (ahead > 0) await wait(ahead, signal);
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
          await openAfter(kind, Math.max(sentAt, now() - agoMs), signal).catch(() => undefined);
        },
      };
    },
  };
};

/** @returns null for a grant, else how many milliseconds the window stays closed */
const tryConsume = async (limiter: SharedLimiter, kind: Departure): Promise<number | null> => {
  try {
    await limiter.consume(kind);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw new PaceLostError(refusal);
  }
};

/** Spacing 0, which only a target on this machine may have. */
const unpaced: Pace = {
  turn: async () => ({ isFresh: () => true, leave: (send) => send(), reallyLeft: async () => {} }),
};
