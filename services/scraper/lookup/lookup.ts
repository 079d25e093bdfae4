import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { ContextPort } from '../browser/driver.ts';
import type { WarmBrowser } from '../browser/warm-browser.ts';
import type { Pace, Turn } from '../pace/pace.ts';
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

/** The lookup ended because its scraper stops: nobody knows the answer, and it is nobody's failure. */
export const STOPPED = 'stopped' as const;

/**
 * Runs one lookup to its outcome. Never throws: whatever goes wrong is a failure with a kind. It is raced against
 * its deadline, the browser's end, the tab's crash and the scraper's stop.
 *
 * @param turn the right to leave, taken before the record was leased
 */
export const runLookup = async (
  { browser, pace, source, url, deadlineMs }: LookupTools,
  cedula: string,
  turn: Turn,
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
      await paceRequests(context, { pace, first: turn, isTarget: sameSite(url), signal, lost });
      return source.lookup({ cedula, context, url, signal });
    }, signal);
  } catch (error) {
    return stop.aborted ? STOPPED : explain(error);
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
