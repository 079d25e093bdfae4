import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../../shared/metrics/metrics.ts';

/** Why a browser was replaced: it ended unasked, its age, its memory, or a context that did not close. */
const restartCauses = ['crash', 'age', 'memory', 'hung'] as const;
export type RestartCause = (typeof restartCauses)[number];

/** A scraper's browser, as far as it is measured. */
export interface MeasuredBrowser {
  stats(): { open: number; restarts: Readonly<Record<RestartCause, number>> };
  /** Bytes; undefined while there is no browser, and where memory cannot be read. */
  weigh(): number | undefined;
}

/** The lookups of one scraper: how many, how they end and how long they take; its pace, and its browser. */
export const createScraperMetrics = ({ registry }: Pick<Metrics, 'registry'>) => {
  const registers = [registry];
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
    help: 'Browser contexts in use, and one that is open ahead.',
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
    lookups: new Counter({
      name: 'censo_lookups_total',
      help: 'Finished lookups.',
      labelNames: ['source', 'outcome'] as const,
      registers,
    }),
    lookupDuration: new Histogram({
      name: 'censo_lookup_duration_seconds',
      help: 'Time from the departure of a lookup to its outcome.',
      labelNames: ['source'] as const,
      buckets: [0.5, 1, 2, 5, 10, 20, 40, 80, 120],
      registers,
    }),
    retries: new Counter({
      name: 'censo_lookup_retries_total',
      help: 'Lookups that were not the first attempt of their request.',
      labelNames: ['source'] as const,
      registers,
    }),
    paceGrants: new Counter({
      name: 'censo_pace_grants_total',
      help: 'Turns that this process got.',
      labelNames: ['kind'] as const,
      registers,
    }),
    paceWait: new Histogram({
      name: 'censo_pace_wait_seconds',
      help: 'Time from asking for a turn to having it.',
      labelNames: ['kind'] as const,
      buckets: [0.05, 0.5, 1, 2, 5, 7.5, 10, 20, 60],
      registers,
    }),
    paceViolations: new Counter({
      name: 'censo_pace_violations_total',
      help: 'Departures closer than the spacing to another one of this process; must stay 0.',
      labelNames: ['kind'] as const,
      registers,
    }),
    /** Says which browser is measured, at each scrape. */
    watchBrowser(measured: MeasuredBrowser): void {
      browser = measured;
    },
  };
};

export type ScraperMetrics = ReturnType<typeof createScraperMetrics>;
