import type { Lease } from '../../../shared/contract/census.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { ContextPort } from '../browser/driver.ts';
import type { WarmBrowser } from '../browser/warm-browser.ts';
import { noSolver } from '../captcha/none.ts';
import { type Pace, PaceLostError, type Turn } from '../pace/pace.ts';
import { paceRequests } from '../pace/paced-requests.ts';
import type { SourcePlugin } from '../sources/source.ts';
import { DeadlineError, explain, PageCrashError } from './explain.ts';

export interface LookupTools {
  browser: WarmBrowser;
  pace: Pace;
  source: SourcePlugin;
  /** Full address of the page. */
  url: string;
  deadlineMs: number;
}

/** One lookup's way out: the right to visit the page, and whom to tell when its query has left. */
export interface Trip {
  turn: Turn;
  queried(): void;
}

/** The lookup ended because its scraper stops: nobody knows the answer, and it is nobody's failure. */
export const STOPPED = 'stopped' as const;

/** An open, empty page that waits for a turn and a lease. Exactly one of the two is called, once. */
export interface PreparedLookup {
  /**
   * Runs the lookup to its outcome: whatever goes wrong on the way is a failure with a kind. It is raced against its
   * deadline, the browser's end, the tab's crash and the scraper's stop.
   *
   * @throws PaceLostError when the site was not asked because nobody could say whose turn it was
   */
  run(lease: Lease, trip: Trip, stop: AbortSignal): Promise<Outcome | typeof STOPPED>;
  discard(): void;
}

interface Job {
  cedula: string;
  trip: Trip;
}

/** Opening a context takes 0.3 s, a cold browser some seconds more. */
const PREPARE_TIMEOUT_MS = 45_000;

/**
 * Opens a context with an empty page and the pace in front of every request: done before a turn is taken, so that
 * the turn is used within milliseconds and the rate comes close to the spacing.
 *
 * @throws what kept the browser from opening a page
 */
export const prepareLookup = async (tools: LookupTools): Promise<PreparedLookup> => {
  const { browser, pace, source, url, deadlineMs } = tools;
  const ending = new AbortController();
  const { signal } = ending;
  const lost = (error: unknown) => ending.abort(error);
  const endAfter = (ms: number, what: string) => setTimeout(() => lost(new DeadlineError(what)), ms);
  const ready = Promise.withResolvers<void>();
  const job = Promise.withResolvers<Job | null>();
  let trip: Trip | undefined;

  const done = browser.withContext(async (context) => {
    watchForCrash(context, lost);
    const first = () => trip?.turn;
    const queried = () => trip?.queried();
    await paceRequests(context, { pace, first, isTarget: sameSite(url), signal, queried, lost });
    if (source.via !== 'browser') throw new Error(`${source.name} needs no browser`);
    const page = await context.newPage();
    const opened = source.open({ page, url, solver: noSolver, keep: () => {} });
    ready.resolve();
    const given = await job.promise;
    if (given === null) return STOPPED;
    trip = given.trip;
    return opened.lookup(given.cedula, signal);
  }, signal);
  done.catch(ready.reject);
  const timer = endAfter(PREPARE_TIMEOUT_MS, 'the browser opened no page');
  await ready.promise.finally(() => clearTimeout(timer));

  return {
    discard: () => job.resolve(null),
    async run({ cedula }, given, stop) {
      const deadline = endAfter(deadlineMs, `no answer within ${deadlineMs} ms`);
      const stopped = () => lost(stop.reason);
      stop.addEventListener('abort', stopped);
      if (stop.aborted) stopped();
      job.resolve({ cedula, trip: given });
      try {
        return await done;
      } catch (error) {
        if (stop.aborted) return STOPPED;
        if (error instanceof PaceLostError) throw error;
        return explain(error);
      } finally {
        clearTimeout(deadline);
        stop.removeEventListener('abort', stopped);
      }
    },
  };
};

const watchForCrash = (context: ContextPort, lost: (error: unknown) => void): void => {
  context.on('page', (page) => page.on('crash', () => lost(new PageCrashError('the tab crashed'))));
};

/** The target's own host and port; a page's parts from elsewhere need no turn. */
const sameSite = (target: string) => {
  const { host } = new URL(target);
  return (url: URL): boolean => url.host === host;
};
