import { Counter, Gauge, type Registry } from 'prom-client';

/** Why a browser was replaced: it ended unasked, its age, its memory, or a context that did not close. */
export const restartCauses = ['crash', 'age', 'memory', 'hung'] as const;
export type RestartCause = (typeof restartCauses)[number];

/** What a scraper's browser looks like now. */
export interface BrowserSample {
  open: number;
  /** Undefined while there is no browser, and where memory cannot be read. */
  memoryBytes: number | undefined;
  restarts: Readonly<Record<RestartCause, number>>;
}

/** The browser of one scraper. */
export const browserMetrics = (registers: Registry[]) => {
  let read: (() => BrowserSample) | undefined;
  new Gauge({
    name: 'censo_browser_memory_bytes',
    help: 'Memory of the browser with all of its tabs, when its latest context was asked for.',
    registers,
    collect() {
      const bytes = read?.().memoryBytes;
      this.reset();
      if (bytes === undefined) this.remove();
      else this.set(bytes);
    },
  });
  new Gauge({
    name: 'censo_browser_open_contexts',
    help: 'Browser contexts in use.',
    registers,
    collect() {
      this.set(read?.().open ?? 0);
    },
  });
  new Counter({
    name: 'censo_browser_restarts_total',
    help: 'Browsers that were replaced, by cause.',
    labelNames: ['cause'] as const,
    registers,
    collect() {
      this.reset();
      const restarts = read?.().restarts;
      if (restarts !== undefined) for (const cause of restartCauses) this.inc({ cause }, restarts[cause]);
    },
  });
  return {
    /** Says where the figures come from; they are read at each scrape. */
    watchBrowser(source: () => BrowserSample): void {
      read = source;
    },
  };
};
