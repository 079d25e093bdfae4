import { Counter, Histogram, type Registry } from 'prom-client';

/** The lookups themselves: how many, how they end, how long they take and how long people wait. */
export const lookupMetrics = (registers: Registry[]) => ({
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
  lookupWait: new Histogram({
    name: 'censo_lookup_wait_seconds',
    help: 'Time from the request of a lookup to its answer, with the queue and all attempts.',
    buckets: [5, 10, 30, 60, 120, 300, 900, 1_800, 3_600, 14_400, 86_400],
    registers,
  }),
  retries: new Counter({
    name: 'censo_lookup_retries_total',
    help: 'Lookups that were not the first attempt of their request.',
    labelNames: ['source'] as const,
    registers,
  }),
  reports: new Counter({
    name: 'censo_lookup_reports_total',
    help: 'Reports of lookups: stored, stored late (after the lease), or refused because something newer happened.',
    labelNames: ['reception'] as const,
    registers,
  }),
});
