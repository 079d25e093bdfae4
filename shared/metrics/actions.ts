import { Counter, Histogram, type Registry } from 'prom-client';

/** What the services ask of each other: requests, errors and durations. */
export const actionMetrics = (registers: Registry[]) => ({
  actionDuration: new Histogram({
    name: 'censo_action_duration_seconds',
    help: 'Time to handle an action in this process.',
    labelNames: ['action', 'result'] as const,
    buckets: [0.002, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  }),
  directCalls: new Counter({
    name: 'censo_direct_calls_total',
    help: 'Calls that this process made past NATS, which was away.',
    labelNames: ['action', 'result'] as const,
    registers,
  }),
});
