import { Counter, Gauge, type Registry } from 'prom-client';

/** Why a browser was replaced: it ended unasked, its age, its memory, or a context that did not close. */
const restartCauses = ['crash', 'age', 'memory', 'hung'] as const;
export type RestartCause = (typeof restartCauses)[number];

/** A scraper's browser, as far as it is measured. */
export interface MeasuredBrowser {
  stats(): { open: number; restarts: Readonly<Record<RestartCause, number>> };
  /** Bytes; undefined while there is no browser, and where memory cannot be read. */
  weigh(): number | undefined;
}

/** The browser of one scraper. */
export const browserMetrics = (registers: Registry[]) => {
  let browser: MeasuredBrowser | undefined;
  new Gauge({
    name: 'censo_browser_memory_bytes',
    help: 'Memory of the browser with all of its tabs.',
    registers,
    collect() {
      const bytes = browser?.weigh();
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
      this.set(browser?.stats().open ?? 0);
    },
  });
  new Counter({
    name: 'censo_browser_restarts_total',
    help: 'Browsers that were replaced, by cause.',
    labelNames: ['cause'] as const,
    registers,
    collect() {
      this.reset();
      const restarts = browser?.stats().restarts;
      if (restarts !== undefined) for (const cause of restartCauses) this.inc({ cause }, restarts[cause]);
    },
  });
  return {
    /** Says which browser is measured, at each scrape. */
    watchBrowser(measured: MeasuredBrowser): void {
      browser = measured;
    },
  };
};
