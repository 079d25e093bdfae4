import type { Outcome } from '../../../shared/contract/outcome.ts';
import { isProxyFailure } from '../browser/proxy-failure.ts';
import { raceSignals } from '../browser/race.ts';
import { PaceLostError } from '../pace/pace.ts';
import { createEvidenceBox } from './evidence-box.ts';
import { DeadlineError, explain } from './explain.ts';
import { openInBrowser } from './open-in-browser.ts';
import { openOverHttp } from './open-over-http.ts';
import type { LookupTools, OpenedSource, Opening } from './opening.ts';
import { LaneFailedError, type PreparedLookup, STOPPED, type Trip } from './prepared-lookup.ts';
import { createStopwatch } from './stopwatch.ts';

interface Job {
  cedula: string;
  trip: Trip;
}

/** Opening a context takes 0.3 s, a cold browser some seconds more. */
const PREPARE_TIMEOUT_MS = 45_000;
/** So long before the deadline a lookup that still runs is looked at: afterwards its page is gone. */
const LAST_LOOK_MS = 1_500;

/**
 * Opens the source with the pace in front of every request: done before a turn is taken, so that the turn is used
 * within milliseconds and the rate comes close to the spacing.
 *
 * @throws what kept the browser from opening a page
 */
export const prepareLookup = async (tools: LookupTools): Promise<PreparedLookup> => {
  const ending = new AbortController();
  const { signal } = ending;
  const lost = (error: unknown) => ending.abort(error);
  const endAfter = (ms: number, what: string) => setTimeout(() => lost(new DeadlineError(what)), ms);
  const evidence = createEvidenceBox();
  const time = createStopwatch();
  const ready = Promise.withResolvers<OpenedSource>();
  const job = Promise.withResolvers<Job | null>();
  let trip: Trip | undefined;

  const work = async (opened: OpenedSource): Promise<Outcome | typeof STOPPED> => {
    ready.resolve(opened);
    const given = await job.promise;
    if (given === null) return STOPPED;
    trip = given.trip;
    const outcome = await opened.source.lookup(given.cedula, signal).catch(async (error: unknown) => {
      if (!signal.aborted) await opened.snapshot();
      throw error;
    });
    if (outcome.kind === 'failure') await opened.snapshot();
    return outcome;
  };
  const opening: Opening = { signal, time, trip: () => trip, lost, keep: evidence.put };
  const done = raceSignals(open(tools, opening, work), [signal]);
  done.catch(ready.reject);
  const timer = endAfter(PREPARE_TIMEOUT_MS, 'the browser opened no page');
  const opened = await ready.promise.finally(() => clearTimeout(timer));

  return {
    discard: () => job.resolve(null),
    async run({ cedula }, given, stop) {
      const { deadlineMs } = tools;
      const deadline = endAfter(deadlineMs, `no answer within ${deadlineMs} ms`);
      const lastLook = setTimeout(
        () => void opened.snapshot(),
        Math.max(deadlineMs / 2, deadlineMs - LAST_LOOK_MS),
      );
      const stopped = () => lost(stop.reason);
      stop.addEventListener('abort', stopped);
      if (stop.aborted) stopped();
      time.begin(deadlineMs);
      job.resolve({ cedula, trip: given });
      try {
        const outcome = await done;
        if (outcome === STOPPED) return STOPPED;
        return { outcome, evidence: outcome.kind === 'failure' ? await evidence.seal() : null };
      } catch (error) {
        if (stop.aborted) return STOPPED;
        if (error instanceof PaceLostError) throw error;
        if (tools.lane.proxy !== null && isProxyFailure(error)) throw laneFailed(error);
        return { outcome: explain(error), evidence: await evidence.seal() };
      } finally {
        clearTimeout(deadline);
        clearTimeout(lastLook);
        stop.removeEventListener('abort', stopped);
      }
    },
  };
};

const open = <T>(
  tools: LookupTools,
  opening: Opening,
  work: (opened: OpenedSource) => Promise<T>,
): Promise<T> => {
  const { plugin } = tools;
  return plugin.via === 'browser'
    ? openInBrowser({ ...tools, plugin }, opening, work)
    : openOverHttp({ ...tools, plugin }, opening, work);
};

const laneFailed = (error: unknown): LaneFailedError => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new LaneFailedError(line.slice(0, 300), { cause: error });
};
