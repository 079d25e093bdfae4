import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionInput, ActionResult } from '../../../shared/contract/actions.ts';
import type { Lease, Trouble } from '../../../shared/contract/census.ts';
import {
  LaneFailedError,
  type LookupResult,
  type PreparedLookup,
  STOPPED,
  type Trip,
} from '../lookup/prepared-lookup.ts';
import type { Pace, Turn } from '../pace/pace.ts';
import { createSignpost } from './signpost.ts';
import { createSlots } from './slots.ts';
import { describe, troubleOf } from './trouble.ts';

/** Why a lease is given back, and whether the site was asked: then the attempt counts. */
export type Return = Omit<ActionInput<'census.giveBack'>, 'leaseId'>;

/** What the loop needs of the census service. */
export interface Queue {
  due(): Promise<ActionResult<'census.due'>>;
  lease(lane: string): Promise<Lease | null>;
  complete(lease: Lease, result: LookupResult): Promise<void>;
  giveBack(lease: Lease, why: Return): Promise<void>;
}

export interface LoopOptions {
  queue: Queue;
  pace: Pace;
  /** Makes ready what takes long, so that a turn is used as soon as it is had. */
  prepare(lane: string): Promise<PreparedLookup>;
  /** Lookups that wait for their answer at once; more of them do not make the pace faster. */
  concurrency: number;
  /** A lookup has ended and is reported after so long, whatever happens. */
  longestMs: number;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

export interface LoopState {
  /** What keeps this scraper from working, as of its last try. */
  trouble: Trouble | null;
  /** The loop should long have gone on, and has not. */
  hangs: boolean;
}

export interface WorkerLoop {
  state(): LoopState;
  /** Something may be due: look now. */
  nudge(): void;
  /** Takes no new lease, gives lookups in flight `graceMs` to end, gives the others back. */
  stop(graceMs: number): Promise<void>;
}

/** So long, at the most, does a lookup whose query has not left yet keep the next one from visiting the page. */
const QUERY_PATIENCE_MS = 15_000;
/** Time to report or give back what was in flight, after the grace. */
const REPORT_MS = 2_500;
/** What the loop itself does at a time takes less: it asks the census, prepares, reports; a turn may take any time. */
const STEP_MS = 120_000;
/** What a missed hint costs at the most. */
const POLL_MS = 5_000;
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 10_000;

/**
 * Leases and looks up, one turn at a time, until it is stopped. The turn is taken before the lease, so that whoever
 * is most urgent at the moment of departure goes, not whoever was when the waiting began.
 */
export const startWorkerLoop = (options: LoopOptions): WorkerLoop => {
  const { queue, pace, log } = options;
  const draining = new AbortController();
  const stopping = new AbortController();
  const slots = createSlots(options.concurrency);
  let wake: () => void = () => {};
  let nudged = false;
  let backoffMs = FIRST_BACKOFF_MS;
  let trouble: Trouble | null = null;
  let furtherBy = Number.POSITIVE_INFINITY;
  const goesOnWithin = (ms: number): void => {
    furtherBy = Date.now() + ms;
  };

  const idle = async (ms: number): Promise<void> => {
    // It came while we asked whether anything is due.
    if (nudged) return;
    const woken = new AbortController();
    wake = () => woken.abort();
    await napUnless(ms, AbortSignal.any([woken.signal, draining.signal]));
  };

  const work = async (prepared: PreparedLookup, lease: Lease, trip: Trip): Promise<void> => {
    let asked = false;
    const queried = () => {
      asked = true;
      trip.queried();
    };
    const result = await prepared
      .run(lease, { ...trip, queried }, stopping.signal)
      .catch((error: unknown): Return => {
        log.warn(`lease ${lease.leaseId} by lane ${lease.lane} given back: ${describe(error)}`);
        trouble = troubleOf(error);
        const reason = error instanceof LaneFailedError ? 'lane_failed' : 'not_sent';
        return { asked, reason, detail: describe(error).slice(0, 500) };
      });
    if (result === STOPPED) await queue.giveBack(lease, { asked, reason: 'stopped' });
    else if ('reason' in result) await queue.giveBack(lease, result);
    else await queue.complete(lease, result);
  };

  const takeTurnAndLease = async (lane: string): Promise<{ turn: Turn; lease: Lease } | null> => {
    goesOnWithin(Number.POSITIVE_INFINITY);
    const turn = await pace.turn('page', draining.signal);
    goesOnWithin(STEP_MS);
    if (draining.signal.aborted) return null;
    const lease = await queue.lease(lane);
    return lease === null ? null : { turn, lease };
  };

  const step = async (): Promise<void> => {
    nudged = false;
    const { due, nextDueAt, lane } = await queue.due();
    if (!due || lane === null) return idle(timeUntil(nextDueAt));
    const prepared = await options.prepare(lane);
    const taken = await takeTurnAndLease(lane).catch((error: unknown) => {
      prepared.discard();
      throw error;
    });
    trouble = null;
    if (taken === null) return prepared.discard();
    const { turn, lease } = taken;
    // One lookup at a time between its visit and its query: else queries pile up at their turn and starve there.
    const queried = createSignpost();
    slots
      .run(() => work(prepared, lease, { turn, queried: queried.reach }))
      .catch((error) => log.error(`lease ${lease.leaseId}: ${describe(error)}`))
      .finally(queried.reach);
    await queried.reached(QUERY_PATIENCE_MS);
  };

  const loop = async (): Promise<void> => {
    while (!draining.signal.aborted) {
      try {
        goesOnWithin(options.longestMs + STEP_MS);
        await slots.free();
        if (draining.signal.aborted) break;
        goesOnWithin(STEP_MS);
        await step();
        backoffMs = FIRST_BACKOFF_MS;
      } catch (error) {
        if (draining.signal.aborted) break;
        trouble = troubleOf(error);
        goesOnWithin(STEP_MS);
        log.warn(`no lookup for ${backoffMs} ms: ${describe(error)}`);
        await napUnless(backoffMs, draining.signal);
        backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS);
      }
    }
  };

  const running = loop();
  return {
    state: () => ({ trouble, hangs: Date.now() > furtherBy }),
    nudge() {
      nudged = true;
      wake();
    },
    async stop(graceMs) {
      draining.abort();
      const timer = setTimeout(() => stopping.abort(), graceMs);
      // What cannot be reported in time is left to its lease, which runs out.
      const limit = new AbortController();
      const done = Promise.all([running, slots.empty()]);
      await Promise.race([done, napUnless(graceMs + REPORT_MS, limit.signal)]);
      limit.abort();
      clearTimeout(timer);
    },
  };
};

const timeUntil = (iso: string | null): number =>
  iso === null ? POLL_MS : Math.min(POLL_MS, Math.max(50, Date.parse(iso) - Date.now()));

/** Sleeps, or returns at once when the signal aborts. */
const napUnless = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
};
