import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { ContextPort } from '../browser/driver.ts';
import type { WarmBrowser } from '../browser/warm-browser.ts';
import { type Pace, PaceLostError, type Turn } from '../pace/pace.ts';
import { paceRequests } from '../pace/paced-requests.ts';
import type { Source } from '../sources/source.ts';
import { DeadlineError, explain, PageCrashError } from './explain.ts';

export interface LookupTools {
  browser: WarmBrowser;
  pace: Pace;
  source: Source;
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

/**
 * Runs one lookup to its outcome: whatever goes wrong on the way is a failure with a kind. It is raced against its
 * deadline, the browser's end, the tab's crash and the scraper's stop.
 *
 * @param trip the right to leave, taken before the record was leased
 * @throws PaceLostError when the site was not asked because nobody could say whose turn it was
 */
export const runLookup = async (
  { browser, pace, source, url, deadlineMs }: LookupTools,
  cedula: string,
  { turn, queried }: Trip,
  stop: AbortSignal,
): Promise<Outcome | typeof STOPPED> => {
  const ending = new AbortController();
  const deadline = setTimeout(
    () => ending.abort(new DeadlineError(`no answer within ${deadlineMs} ms`)),
    deadlineMs,
  );
  const signal = AbortSignal.any([stop, ending.signal]);
  const lost = (error: unknown) => ending.abort(error);
  try {
    return await browser.withContext(async (context) => {
      watchForCrash(context, lost);
      await paceRequests(context, { pace, first: turn, isTarget: sameSite(url), signal, queried, lost });
      return source.lookup({ cedula, context, url, signal });
    }, signal);
  } catch (error) {
    if (stop.aborted) return STOPPED;
    if (error instanceof PaceLostError) throw error;
    return explain(error);
  } finally {
    clearTimeout(deadline);
  }
};

const watchForCrash = (context: ContextPort, lost: (error: unknown) => void): void => {
  context.on('page', (page) => page.on('crash', () => lost(new PageCrashError('the tab crashed'))));
};

/** The target's own host and port; a page's parts from elsewhere need no turn. */
const sameSite = (target: string) => {
  const { host } = new URL(target);
  return (url: URL): boolean => url.host === host;
};
