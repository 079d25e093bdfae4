import type { RestartCause } from '../metrics.ts';
import type { BrowserLog } from './browser-log.ts';
import type { BrowserPort } from './driver.ts';
import { browserClosed, browserCrash } from './errors.ts';
import type { KeptContexts } from './kept-contexts.ts';
import { memoryOfTree } from './process-memory.ts';

/** Why a browser that works is replaced. */
type RetireCause = Exclude<RestartCause, 'crash'>;

/** Who keeps the books on generations. */
export interface GenerationWatcher {
  log: BrowserLog;
  /** It is up. */
  launched(): void;
  /** It did not come up. */
  failed(): void;
  /** No new contexts go there any more. */
  retired(cause: RetireCause): void;
  /** It went without having been asked to. */
  crashed(): void;
  /** It is gone, however that came; may come twice. */
  gone(): void;
}

/**
 * One browser process from its launch to its end, and the count of who uses it.
 *
 * launching → usable → retired (no new contexts) → ended; from anywhere → lost (failed launch or crash)
 */
export class Generation {
  /** The browser, once it is up; rejects with the launch's error. */
  readonly ready: Promise<BrowserPort>;
  /** Whether something closes in time; what does not is given up. @throws what kept it from closing */
  readonly closes: (closing: Promise<unknown>) => Promise<boolean>;
  /** Its contexts that wait for their next user. */
  readonly contexts: KeptContexts;
  /** Contexts ever given out. */
  served = 0;
  /** Contexts in use. */
  open = 0;
  /** What the browser with all of its tabs takes, in bytes, when last weighed; undefined before, and without /proc. */
  memoryBytes: number | undefined;
  readonly #watcher: GenerationWatcher;
  readonly #lost = new AbortController();
  #browser: BrowserPort | undefined;
  #retired = false;
  #ending: Promise<void> | undefined;

  /**
   * @param launch starts the browser; called at once
   * @param closes whether something closes in time
   * @param contexts keeps its contexts between two users
   */
  constructor(
    launch: () => Promise<BrowserPort>,
    watcher: GenerationWatcher,
    closes: (closing: Promise<unknown>) => Promise<boolean>,
    contexts: KeptContexts,
  ) {
    this.closes = closes;
    this.contexts = contexts;
    this.#watcher = watcher;
    this.ready = launch().then((browser) => {
      this.#browser = browser;
      watcher.launched();
      browser.on('disconnected', () => this.#disconnected());
      // It may have died before anybody listened.
      if (!browser.isConnected()) this.#disconnected();
      return browser;
    });
    this.ready.catch((error: unknown) => {
      this.#lost.abort(error);
      watcher.failed();
      watcher.gone();
    });
  }

  /** Aborted once the browser is gone or about to go; the reason is the error for who was using it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether new contexts may start here. */
  get usable(): boolean {
    return !this.#retired && !this.lost.aborted;
  }

  /** Process id of the browser; undefined before it is up and after its end. */
  get pid(): number | undefined {
    return this.lost.aborted ? undefined : this.#browser?.pid;
  }

  /** A call on the browser may fail before its event has come; this notices first. */
  notice(): void {
    if (this.#browser?.isConnected() === false) this.#disconnected();
  }

  /** Notes how much memory the browser takes; some milliseconds. */
  weigh(): void {
    if (this.pid !== undefined) this.memoryBytes = memoryOfTree(this.pid);
  }

  enter(): void {
    this.served += 1;
    this.open += 1;
  }

  leave(): void {
    this.open -= 1;
    if (this.#retired && this.open === 0) void this.end();
  }

  /** No new contexts from now on; the browser ends when the last one in use does. */
  retire(cause: RetireCause, reason: string): void {
    if (!this.usable) return;
    this.#retired = true;
    this.#watcher.retired(cause);
    this.#note('browser retired', 'info', { reason });
    if (this.open === 0) void this.end();
  }

  /** Ends the browser now, by force if need be; who still uses it is told `browser_closed`. Never rejects. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    try {
      await this.#closeOrKill();
    } catch (error) {
      this.#note('browser could not be killed', 'warn', { error });
    } finally {
      this.#watcher.gone();
    }
  }

  async #closeOrKill(): Promise<void> {
    this.#retired = true;
    this.#lost.abort(browserClosed());
    const closing = this.ready.then(
      (browser) => browser.close(),
      () => undefined, // Never started: who waited for it has the error.
    );
    const closed = await this.closes(closing).catch((error: unknown) => {
      this.#note('browser refused to close', 'warn', { error });
      return false;
    });
    if (closed) return;
    this.#note('browser did not close and is killed', 'warn');
    this.#browser?.kill();
    await this.closes(Promise.allSettled([closing]));
  }

  #disconnected(): void {
    if (this.lost.aborted) return;
    this.#note('browser crashed', 'warn');
    this.#lost.abort(browserCrash());
    this.#watcher.crashed();
    this.#watcher.gone();
  }

  #note(message: string, level: keyof BrowserLog, details: Readonly<Record<string, unknown>> = {}): void {
    const state = { pid: this.#browser?.pid, served: this.served, open: this.open };
    this.#watcher.log[level](message, { ...state, ...details });
  }
}
