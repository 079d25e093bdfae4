import { isAppError } from '../../../shared/errors.ts';
import { browserEnv } from './browser-env.ts';
import type { BrowserLog } from './browser-log.ts';
import type { BrowserDriver, BrowserPort, ContextPort } from './driver.ts';
import { browserClosed, browserLaunchFailed } from './errors.ts';
import { Generation, type GenerationWatcher } from './generation.ts';
import { launchFlags } from './launch-flags.ts';
import type { LocatedBrowser } from './locate.ts';
import { runInContext } from './run-in-context.ts';
import { startNetwork } from './start-network.ts';

export interface WarmBrowserOptions {
  driver: BrowserDriver;
  located: LocatedBrowser;
  /** False shows the window, for debugging; true unless told. */
  headless?: boolean;
  /** Contexts after which a browser is replaced; 200 unless told (300 showed no leak: design, "Cost"). */
  retireAfter?: number;
  /**
   * A context that has not closed after so many milliseconds takes its browser out of use, a browser is killed;
   * 5,000 unless told. Both take 0.2 s.
   */
  closeTimeoutMs?: number;
  log: BrowserLog;
}

export interface WarmBrowserStats {
  /** Browsers started. */
  launched: number;
  /** Browsers that ended unasked. */
  crashed: number;
  /** Browsers replaced for their age, or for a context that did not close. */
  retired: number;
  /** Contexts ever asked for. */
  contexts: number;
  /** Contexts in use. */
  open: number;
  /** Process id of the browser that takes new contexts; undefined when there is none. */
  pid: number | undefined;
}

/** One browser kept running, and a fresh context for every piece of work. */
export interface WarmBrowser {
  /**
   * Runs `work` in a context of its own, which is closed whatever happens. Several may run at once. The
   * browser is started by the first call, and again after a crash or a retirement.
   *
   * @param signal the deadline; when it aborts, the call rejects at once, even if `work` hangs
   * @throws the signal's reason; AppError `browser_launch_failed`, `browser_crash` (worth a retry) or
   *   `browser_closed` (during or after `close`); else what `work` throws
   */
  withContext<T>(work: (context: ContextPort) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Ends every browser, within about 10 s; work in flight rejects with `browser_closed`. */
  close(): Promise<void>;
  stats(): WarmBrowserStats;
}

const RETIRE_AFTER = 200;
const CLOSE_TIMEOUT_MS = 5_000;
const LAUNCH_TIMEOUT_MS = 30_000;

const launcher =
  ({ driver, located, headless = true, log }: WarmBrowserOptions) =>
  async (): Promise<BrowserPort> => {
    const begun = performance.now();
    try {
      const browser = await driver.launch({
        executablePath: located.path,
        args: [...launchFlags(), ...located.args],
        env: browserEnv(located.env),
        headless,
        timeout: LAUNCH_TIMEOUT_MS,
      });
      await startNetwork(browser);
      const ms = Math.round(performance.now() - begun);
      log.info('browser launched', { driver: driver.name, version: browser.version(), pid: browser.pid, ms });
      return browser;
    } catch (error) {
      throw isAppError(error) ? error : browserLaunchFailed(located.path, error);
    }
  };

/** Starts nothing yet: the browser comes with the first call. */
export const createWarmBrowser = (options: WarmBrowserOptions): WarmBrowser => {
  const { retireAfter = RETIRE_AFTER, closeTimeoutMs = CLOSE_TIMEOUT_MS, log } = options;
  const launch = launcher(options);
  const counts = { launched: 0, crashed: 0, retired: 0, contexts: 0 };
  /** More than one only while a retired one ends. */
  const living = new Set<Generation>();
  let current: Generation | undefined;
  let closed = false;

  const next = (): Generation => {
    counts.launched += 1;
    const watcher: GenerationWatcher = {
      log,
      retired: () => {
        counts.retired += 1;
      },
      crashed: () => {
        counts.crashed += 1;
      },
      gone: () => living.delete(generation),
    };
    const generation = new Generation(launch, watcher, closeTimeoutMs);
    living.add(generation);
    return generation;
  };

  const usable = (): Generation => {
    // A process that died while nobody used it may not have been announced yet.
    current?.notice();
    if (current !== undefined && current.served >= retireAfter)
      current.retire('served its number of contexts');
    if (current === undefined || !current.usable) current = next();
    return current;
  };

  return {
    withContext: async (work, signal) => {
      signal.throwIfAborted();
      if (closed) throw browserClosed();
      counts.contexts += 1;
      return runInContext(usable(), work, signal);
    },
    close: async () => {
      closed = true;
      await Promise.all([...living].map((generation) => generation.end()));
    },
    stats: () => ({
      ...counts,
      open: living.values().reduce((sum, generation) => sum + generation.open, 0),
      pid: current?.pid,
    }),
  };
};
