import type { ActionInput, ActionResult } from '../../../shared/contract/actions.ts';
import type { Lease, Trouble } from '../../../shared/contract/census.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import { within } from '../../../shared/time/within.ts';
import { currentTraceparent, inSpan, type SpanAttributes } from '../../../shared/tracing/tracing.ts';
import { LaneFailedError, type Lookup, type LookupResult, STOPPED, type Trip } from '../lookup/lookup.ts';
import { messageOf } from '../message-of.ts';
import type { Pace, Turn } from '../pace/turn.ts';
import { createLookupEnds } from './lookup-ends.ts';
import { createSlots } from './slots.ts';
import { troubleOf } from './trouble.ts';

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
  /** The pace of the site that a lane leads to, where that is another than `pace`'s. */
  paceOf?(lane: string): Pace;
  /** Opens what takes long, so that a turn is used as soon as it is had. */
  open(lane: string): Promise<Lookup>;
  /** Nobody is due: who comes next, probably by this lane, would wait while a lookup opens. Called once after each that ran. */
  openAhead?(lane: string): void;
  /** Lookups that wait for their answer at once; more of them do not make the pace faster. */
  concurrency: number;
  /** A lookup has ended and is reported after so long, whatever happens. */
  longestMs: number;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  clock?: Clock;
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
  /**
   * Takes no new lease, gives lookups in flight `graceMs` to end, gives the others back. A query that has not left in half of that
   * time leaves no more: its answer would come too late, and somebody else would ask again.
   */
  stop(graceMs: number): Promise<void>;
}

/** So long, at the most, does a lookup whose query has not left yet keep the next one from visiting the page. */
const QUERY_PATIENCE_MS = 15_000;
/** Time to report or give back what was in flight, after the grace. */
const REPORT_MS = 2_500;
/** What the loop itself does at a time takes less: it asks the census, opens a page, reports; a turn may take any time. */
const STEP_MS = 120_000;
/** What a missed hint costs at the most. */
const POLL_MS = 5_000;
const BACKOFF = { firstMs: 500, lastMs: 10_000 };

/**
 * Leases and looks up, one turn at a time, until it is stopped. The turn is taken before the lease, so that whoever
 * is most urgent at the moment of departure goes, not whoever was when the waiting began.
 */
export const startWorkerLoop = (options: LoopOptions): WorkerLoop => {
  const { queue, pace, log, clock = systemClock } = options;
  const ends = createLookupEnds();
  const slots = createSlots(options.concurrency);
  let trouble: Trouble | null = null;
  /** The lane of the latest lookup, until one was opened ahead for it. */
  let latestLane: string | null = null;
  let isAnyoneDue = false;
  const openAheadIfIdle = (): void => {
    if (latestLane === null || isAnyoneDue || slots.isUsed()) return;
    options.openAhead?.(latestLane);
    latestLane = null;
  };
  let furtherBy = Number.POSITIVE_INFINITY;
  const goesOnWithin = (ms: number): void => {
    furtherBy = clock.elapsed() + ms;
  };

  const round = async (draining: AbortSignal): Promise<number> => {
    goesOnWithin(options.longestMs + STEP_MS);
    await slots.free();
    if (draining.aborted) return 0;
    goesOnWithin(STEP_MS);
    const { due, nextDueAt, lane } = await queue.due();
    isAnyoneDue = due && lane !== null;
    if (!due || lane === null) {
      openAheadIfIdle();
      return timeUntil(nextDueAt, clock.now());
    }
    await using opened = new AsyncDisposableStack();
    const lookup = opened.use(await options.open(lane));
    const taken = await takeTurnAndLease(lane, draining);
    trouble = null;
    if (taken === null) return 0;
    const { turn, lease } = taken;
    // One lookup at a time between its visit and its query: else queries pile up at their turn and starve there.
    const queried = Promise.withResolvers<void>();
    const held = opened.move();
    latestLane = lane;
    slots
      .run(async () => {
        await using _closedAtTheEnd = held;
        await inSpan('lookup', (note) => lookUp(lookup, lease, { turn, queried: queried.resolve }, note), {
          attributes: { 'censo.attempt': lease.attempt, 'censo.lane': lease.lane },
          parent: lease.traceparent,
        });
      })
      .catch((error: unknown) => log.error(`lease ${lease.leaseId}: ${messageOf(error)}`))
      .finally(() => {
        queried.resolve();
        if (!draining.aborted) openAheadIfIdle();
      });
    await within(QUERY_PATIENCE_MS, queried.promise, { late: () => undefined, clock });
    return 0;
  };

  const takeTurnAndLease = async (
    lane: string,
    draining: AbortSignal,
  ): Promise<{ turn: Turn; lease: Lease } | null> => {
    goesOnWithin(Number.POSITIVE_INFINITY);
    const turn = await (options.paceOf?.(lane) ?? pace).turn('page', draining);
    goesOnWithin(STEP_MS);
    if (draining.aborted) return null;
    const lease = await queue.lease(lane);
    return lease === null ? null : { turn, lease };
  };

  /** Runs a lookup to its end, and reports what it came to. */
  const lookUp = async (
    lookup: Lookup,
    lease: Lease,
    trip: Trip,
    note: (said: SpanAttributes) => void,
  ): Promise<void> => {
    const running = ends.begin();
    const queried = (): void => {
      running.asks();
      trip.queried();
    };
    const result = await lookup
      .run(lease, { ...trip, queried, traceparent: currentTraceparent() }, running.stop)
      .finally(running.over)
      .catch((error: unknown): Return => {
        log.warn(`lease ${lease.leaseId} by lane ${lease.lane} given back: ${messageOf(error)}`);
        trouble = troubleOf(error);
        const reason = error instanceof LaneFailedError ? 'lane_failed' : 'not_sent';
        return { asked: running.hasAsked(), reason, detail: messageOf(error).slice(0, 500) };
      });
    if (result !== STOPPED && 'outcome' in result) note({ 'censo.outcome': outcomeName(result) });
    if (result === STOPPED) await queue.giveBack(lease, { asked: running.hasAsked(), reason: 'stopped' });
    else if ('reason' in result) await queue.giveBack(lease, result);
    else await queue.complete(lease, result);
  };

  const loop = startLoop({
    work: round,
    idleMs: POLL_MS,
    backoff: BACKOFF,
    failed(error, restMs) {
      trouble = troubleOf(error);
      goesOnWithin(STEP_MS);
      // One that drains would have done none anyway.
      if (restMs > 0) log.warn(`no lookup for ${restMs} ms: ${messageOf(error)}`);
    },
    clock,
  });

  return {
    state: () => ({ trouble, hangs: clock.elapsed() > furtherBy }),
    nudge: loop.nudge,
    async stop(graceMs) {
      const done = loop.stop().then(slots.empty);
      await within(graceMs / 2, done, { late: ends.endUnasked, clock });
      await within(graceMs / 2, done, { late: ends.endAll, clock });
      // What cannot be reported in time is left to its lease, which runs out.
      await within(REPORT_MS, done, { late: () => undefined, clock });
    },
  };
};

const timeUntil = (iso: string | null, now: number): number =>
  iso === null ? POLL_MS : Math.min(POLL_MS, Math.max(50, Date.parse(iso) - now));

const outcomeName = ({ outcome }: LookupResult): string =>
  outcome.kind === 'failure' ? outcome.failure : outcome.kind;
