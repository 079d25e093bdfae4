import type { Outcome } from '../../../shared/contract/outcome.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/within.ts';
import { isProxyFailure } from '../browser/proxy-failure.ts';
import { messageOf } from '../message-of.ts';
import { PaceLostError } from '../pace/turn.ts';
import { createShapeBox } from '../shape/shape.ts';
import { DeadlineError, explain } from '../sources/explain.ts';
import { createStopwatch } from '../sources/stopwatch.ts';
import { createEvidenceBox } from './evidence-box.ts';
import { LaneFailedError, type Lookup, STOPPED, type Trip } from './lookup.ts';
import { openSource, type SourceTools } from './opened-source.ts';

interface LookupTools extends SourceTools {
  deadlineMs: number;
  clock?: Clock;
}

/** Opening a context takes 0.3 s, a cold browser some seconds more. */
const OPEN_TIMEOUT_MS = 45_000;
/** So long before the deadline a lookup that still runs is looked at: afterwards its page is gone. */
const LAST_LOOK_MS = 1_500;

/**
 * Opens the source with the pace in front of every request: done before a turn is taken, so that the turn is used
 * within milliseconds and the rate comes close to the spacing.
 *
 * @throws what kept the browser from opening a page
 */
export const openLookup = async ({
  deadlineMs,
  clock = systemClock,
  ...tools
}: LookupTools): Promise<Lookup> => {
  const ending = new AbortController();
  const { signal } = ending;
  const lost = (error: unknown): void => ending.abort(error);
  const late = (what: string) => (): never => {
    lost(new DeadlineError(what));
    throw signal.reason;
  };
  const evidence = createEvidenceBox();
  const shapes = createShapeBox();
  const time = createStopwatch(clock);
  let trip: Trip | undefined;

  const opening = openSource(tools, {
    ...{ signal, time, clock, lost },
    ...{ trip: () => trip, keep: evidence.put, look: shapes.look },
  });
  const opened = await within(OPEN_TIMEOUT_MS, opening, { late: late('the browser opened no page'), clock });

  const ask = async (cedula: string): Promise<Outcome> => {
    const outcome = await opened.source.lookup(cedula, signal).catch(async (error: unknown) => {
      if (!signal.aborted) await opened.snapshot();
      throw error;
    });
    if (outcome.kind === 'failure') await opened.snapshot();
    else opened.keep();
    return outcome;
  };

  let closing: PromiseLike<void> | undefined;
  const close = async (): Promise<void> => {
    closing ??= opened[Symbol.asyncDispose]();
    await closing;
  };

  return {
    isLost: () => signal.aborted || opened.isLost(),
    async run({ cedula }, given, stop) {
      const over = new AbortController();
      const lastLookMs = Math.max(deadlineMs / 2, deadlineMs - LAST_LOOK_MS);
      clock.wait(lastLookMs, over.signal).then(opened.snapshot, () => undefined);
      const stopped = (): void => lost(stop.reason);
      stop.addEventListener('abort', stopped);
      if (stop.aborted) stopped();
      trip = given;
      time.begin(deadlineMs);
      try {
        const outcome = await within(
          deadlineMs,
          opened.during(() => ask(cedula)),
          { late: late(`no answer within ${deadlineMs} ms`), clock },
        );
        const kept = outcome.kind === 'failure' ? await evidence.seal() : null;
        return { outcome, evidence: kept, shapes: shapes.seal(outcome) };
      } catch (error) {
        if (stop.aborted) return STOPPED;
        if (error instanceof PaceLostError) throw error;
        if (tools.lane.proxy !== null && isProxyFailure(error)) throw laneFailed(error);
        const outcome = explain(error);
        return { outcome, evidence: await evidence.seal(), shapes: shapes.seal(outcome) };
      } finally {
        over.abort();
        stop.removeEventListener('abort', stopped);
        // Closing a context takes 25 ms, and somebody waits for the answer.
        void close();
      }
    },
    [Symbol.asyncDispose]: close,
  };
};

const laneFailed = (error: unknown): LaneFailedError => {
  const [line = ''] = messageOf(error).split('\n');
  return new LaneFailedError(line.slice(0, 300), { cause: error });
};
