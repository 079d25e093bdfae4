import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric of the product. Units are in the names; labels come from closed sets, never a person. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpDuration: new Histogram({
      name: 'censo_http_request_duration_seconds',
      help: 'Time to answer an HTTP request, by route pattern.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    actionDuration: new Histogram({
      name: 'censo_action_duration_seconds',
      help: 'Time to handle an action in this process.',
      labelNames: ['action', 'result'] as const,
      buckets: [0.002, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    openStreams: new Gauge({
      name: 'censo_open_streams',
      help: 'Event streams open to browsers.',
      registers,
    }),
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
    leaseExpiries: new Counter({
      name: 'censo_lease_expiries_total',
      help: 'Leases that ran out without a word from their scraper.',
      registers,
    }),
    reports: new Counter({
      name: 'censo_lookup_reports_total',
      help: 'Reports of lookups: stored, stored late (after the lease), or refused because something newer happened.',
      labelNames: ['reception'] as const,
      registers,
    }),
    refusedTransitions: new Counter({
      name: 'censo_refused_transitions_total',
      help: 'Changes of a record that the table of transitions does not have.',
      labelNames: ['cause'] as const,
      registers,
    }),
    evidencePurgeFailures: new Counter({
      name: 'censo_evidence_purge_failures_total',
      help: 'Failed removals of old evidence.',
      registers,
    }),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
