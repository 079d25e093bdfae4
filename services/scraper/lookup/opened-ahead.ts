import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { messageOf } from '../message-of.ts';
import type { Lookup } from './lookup.ts';

/** How a lookup by a lane is opened now. */
export interface LookupPlan {
  /** Full address of the page that it will ask. */
  url: string;
  /** @throws what kept the browser from opening a page */
  open(): Promise<Lookup>;
}

interface AheadOptions {
  plan(lane: string): Promise<LookupPlan>;
  log: { warn(message: string): void };
  clock?: Clock;
}

/** One lookup that is opened before anybody is due: an empty page in a context of its own, which has asked nobody for anything. */
interface Ahead extends AsyncDisposable {
  /**
   * The one that is open where it fits, else one that is opened now.
   *
   * @throws what keeps it from being opened
   */
  take(lane: string): Promise<Lookup>;
  /** Opens one for this lane behind, in place of one for another. */
  prepare(lane: string): void;
}

/** A page that has stood longer is not used: nobody has tried what becomes of one in a day. */
const MAX_AGE_MS = 60 * 60_000;

/** Who registers while nobody else waits is answered sooner by the 0.2 s that a context with its page takes to open. */
export const createAhead = ({ plan, log, clock = systemClock }: AheadOptions): Ahead => {
  interface Kept {
    lane: string;
    since: number;
    /** Null when it could not be opened. */
    opening: Promise<{ url: string; lookup: Lookup } | null>;
  }
  let kept: Kept | undefined;
  let ended = false;

  const discard = async (one: Kept | undefined): Promise<void> => {
    const opened = await one?.opening;
    await opened?.lookup[Symbol.asyncDispose]();
  };
  const openBehind = async (lane: string): Promise<{ url: string; lookup: Lookup } | null> => {
    try {
      const { url, open } = await plan(lane);
      return { url, lookup: await open() };
    } catch (error) {
      // Who is due next meets it again, and is told.
      log.warn(`no lookup opened ahead for lane ${lane}: ${messageOf(error)}`);
      return null;
    }
  };

  return {
    async take(lane) {
      const { url, open } = await plan(lane);
      const one = kept?.lane === lane ? kept : undefined;
      if (one !== undefined) kept = undefined;
      const opened = await one?.opening;
      if (one === undefined || opened == null) return open();
      const isFit = opened.url === url && clock.elapsed() - one.since < MAX_AGE_MS && !opened.lookup.isLost();
      if (isFit) return opened.lookup;
      await opened.lookup[Symbol.asyncDispose]();
      return open();
    },
    prepare(lane) {
      if (ended || kept?.lane === lane) return;
      void discard(kept);
      kept = { lane, since: clock.elapsed(), opening: openBehind(lane) };
    },
    async [Symbol.asyncDispose]() {
      ended = true;
      const last = kept;
      kept = undefined;
      await discard(last);
    },
  };
};
