import { isAppError } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { RestartCause } from '../metrics.ts';
import { browserEnv } from './browser-env.ts';
import type { BrowserLog } from './browser-log.ts';
import { type Confinement, unconfined } from './confinement/confinement.ts';
import { startCommand } from './confinement/start-command.ts';
import type { BrowserDriver, BrowserPort, ProxyOptions } from './driver.ts';
import { browserClosed, browserLaunchFailed, browserNoDisplay } from './errors.ts';
import { fulfilsWithin } from './fulfils-within.ts';
import { Generation, type GenerationWatcher } from './generation.ts';
import { createKeptContexts } from './kept-contexts.ts';
import { launchFlags } from './launch-flags.ts';
import type { LocatedBrowser } from './located-browser.ts';
import { type OpenContext, openContext } from './open-context.ts';
import { startNetwork } from './start-network.ts';

interface WarmBrowserOptions {
  driver: BrowserDriver;
  located: LocatedBrowser;
  /** False shows the window, for debugging; true unless told. */
  headless?: boolean;
  /** How it is shut in; unless told by nothing but Chromium's own sandbox, and as root not by that. */
  confinement?: Confinement;
  /** Which hosts may be asked, as `hostRules` says it; asked anew for each browser. All unless told. */
  rules?: () => Promise<string>;
  /** Uses of contexts after which a browser is replaced; 200 unless told (300 showed no leak). */
  retireAfter?: number;
  /** How many uses one context may have that says after each that all went well; 1 unless told: a fresh one for each. */
  contextUses?: number;
  /**
   * Memory of a browser with all of its tabs past which it is replaced, in MiB; 1,024 unless told (idle: 290, four
   * tabs: 690). Looked at when a context is asked for; without effect where there is no /proc.
   */
  maxMemoryMb?: number;
  /**
   * A context that has not closed after so many milliseconds takes its browser out of use, a browser is killed;
   * 5,000 unless told. Both take 0.2 s.
   */
  closeTimeoutMs?: number;
  log: BrowserLog;
  clock?: Clock;
}

export interface WarmBrowserStats {
  /** Browsers started. */
  launched: number;
  /** Browsers that ended unasked. */
  crashed: number;
  /** Browsers replaced for their age, their memory, or for a context that did not close. */
  retired: number;
  /** Launches that failed since the last one that did not. */
  failedLaunches: number;
  /** Browsers that were replaced, by cause. */
  restarts: Readonly<Record<RestartCause, number>>;
  /** Contexts ever asked for. */
  contexts: number;
  /** Contexts in use. */
  open: number;
  /** Process id of the browser that takes new contexts; undefined when there is none. */
  pid: number | undefined;
  /** What that browser took in memory when its latest context was asked for; undefined when that is not known. */
  memoryBytes: number | undefined;
}

/** One browser kept running, and for every piece of work a context that has nothing of another's. */
export interface WarmBrowser {
  /**
   * Opens a context of its own, which whoever asked for it ends. Several may be open at once. The browser is started
   * by the first call, and again after a crash or a retirement.
   *
   * @param signal the deadline; when it aborts, this and whatever is done in the context rejects at once
   * @param proxy the context's way out, for what it asks of this machine too; without it the machine's own
   * @throws the signal's reason; AppError `browser_launch_failed`, `browser_no_display` (no place for a window),
   *   `browser_crash` (worth a retry), `browser_closed` (during or after `close`)
   */
  openContext(signal: AbortSignal, proxy?: ProxyOptions): Promise<OpenContext>;
  /** Ends every browser, within about 10 s; work in flight rejects with `browser_closed`. */
  close(): Promise<void>;
  stats(): WarmBrowserStats;
  /** What the browser that takes new contexts has in memory now, in bytes; takes some milliseconds. */
  weigh(): number | undefined;
}

const RETIRE_AFTER = 200;
const MAX_MEMORY_MB = 1_024;
const MIB = 1_024 ** 2;
const CLOSE_TIMEOUT_MS = 5_000;
const LAUNCH_TIMEOUT_MS = 30_000;

/** The libraries' own words, whichever display was tried. */
const lacksDisplay = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('headed browser without having a XServer');

const launcher =
  ({ driver, located, headless = true, log, clock = systemClock, ...options }: WarmBrowserOptions) =>
  async (): Promise<BrowserPort> => {
    const begun = clock.elapsed();
    const { separation, sandbox } = options.confinement ?? unconfined();
    const { program, env } = startCommand(located.path, separation, browserEnv(located.env));
    try {
      const rules = await options.rules?.();
      const browser = await driver.launch({
        executablePath: program,
        args: [...launchFlags({ sandbox, rules }), ...located.args],
        env,
        headless,
        timeout: LAUNCH_TIMEOUT_MS,
      });
      await startNetwork(browser, clock);
      const ms = Math.round(clock.elapsed() - begun);
      log.info('browser launched', { driver: driver.name, version: browser.version(), pid: browser.pid, ms });
      return browser;
    } catch (error) {
      if (isAppError(error)) throw error;
      throw lacksDisplay(error) ? browserNoDisplay(error) : browserLaunchFailed(located.path, error);
    }
  };

/** Starts nothing yet: the browser comes with the first call. */
export const createWarmBrowser = (options: WarmBrowserOptions): WarmBrowser => {
  const {
    retireAfter = RETIRE_AFTER,
    contextUses = 1,
    maxMemoryMb = MAX_MEMORY_MB,
    closeTimeoutMs = CLOSE_TIMEOUT_MS,
    log,
    clock = systemClock,
  } = options;
  const launch = launcher(options);
  const closes = (closing: Promise<unknown>): Promise<boolean> =>
    fulfilsWithin(closing, closeTimeoutMs, clock);
  const counts = { launched: 0, failedLaunches: 0, contexts: 0 };
  const restarts: Record<RestartCause, number> = { crash: 0, age: 0, memory: 0, hung: 0 };
  /** More than one only while a retired one ends. */
  const living = new Set<Generation>();
  let current: Generation | undefined;
  let closed = false;

  const next = (): Generation => {
    counts.launched += 1;
    const watcher: GenerationWatcher = {
      log,
      launched: () => {
        counts.failedLaunches = 0;
      },
      failed: () => {
        counts.failedLaunches += 1;
      },
      retired: (cause) => {
        restarts[cause] += 1;
      },
      crashed: () => {
        restarts.crash += 1;
      },
      gone: () => living.delete(generation),
    };
    const generation = new Generation(launch, watcher, closes, createKeptContexts(contextUses, clock));
    living.add(generation);
    return generation;
  };

  const retireIfOld = (generation: Generation): void => {
    generation.weigh();
    const mib = Math.round((generation.memoryBytes ?? 0) / MIB);
    if (generation.served >= retireAfter) generation.retire('age', 'served its number of contexts');
    else if (mib > maxMemoryMb) generation.retire('memory', `takes ${mib} MiB of memory`);
  };

  const usable = (): Generation => {
    // A process that died while nobody used it may not have been announced yet.
    current?.notice();
    if (current?.usable) retireIfOld(current);
    if (current === undefined || !current.usable) current = next();
    return current;
  };

  return {
    openContext: async (signal, proxy) => {
      signal.throwIfAborted();
      if (closed) throw browserClosed();
      counts.contexts += 1;
      return openContext(usable(), signal, proxy);
    },
    close: async () => {
      closed = true;
      await Promise.all([...living].map((generation) => generation.end()));
    },
    weigh() {
      current?.weigh();
      return current?.pid === undefined ? undefined : current.memoryBytes;
    },
    stats: () => ({
      ...counts,
      crashed: restarts.crash,
      retired: restarts.age + restarts.memory + restarts.hung,
      restarts: { ...restarts },
      open: living.values().reduce((sum, generation) => sum + generation.open, 0),
      pid: current?.pid,
      memoryBytes: current?.memoryBytes,
    }),
  };
};
