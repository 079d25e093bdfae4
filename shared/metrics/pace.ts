import { Counter, Histogram, type Registry } from 'prom-client';

/** The one pace, as one scraper sees it. */
export const paceMetrics = (registers: Registry[]) => ({
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
});
