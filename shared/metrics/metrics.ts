import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { databaseMetrics } from './database.ts';
import { durableMetrics } from './durable.ts';
import { processMetrics } from './process.ts';
import { createSamples } from './sampled.ts';

/** What the services ask of each other: requests, errors and durations. */
const actionMetrics = (registers: Registry[]) => ({
  actionDuration: new Histogram({
    name: 'censo_action_duration_seconds',
    help: 'Time to handle an action in this process.',
    labelNames: ['action', 'result'] as const,
    buckets: [0.002, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  }),
  callsRefused: new Counter({
    name: 'censo_calls_refused_total',
    help: 'Calls that this process did not do, because who made them may not or had no passport that is good.',
    labelNames: ['action', 'code'] as const,
    registers,
  }),
  directCalls: new Counter({
    name: 'censo_direct_calls_total',
    help: 'Calls that this process made past NATS, which was away.',
    labelNames: ['action', 'result'] as const,
    registers,
  }),
});

/** What was found by looking because its event never came. */
const findable = ['record', 'role', 'consent', 'status', 'version', 'correction'] as const;

/** What lost events would do, if nobody looked. */
const catchUpMetrics = (registers: Registry[]) => {
  const foundByLooking = new Counter({
    name: 'censo_found_by_looking_total',
    help: 'What was found by looking because its event had not come.',
    labelNames: ['kind'] as const,
    registers,
  });
  // A rise from nothing is one that an alert can see.
  for (const kind of findable) foundByLooking.inc({ kind }, 0);
  return { foundByLooking };
};

/**
 * What every process shows of itself, and what several services feed; each service adds its own to the registry. Units
 * are in the names; labels come from closed sets, never a person.
 */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Gauges that are named like counters; those by type say the same.
  for (const kind of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  const registers = [registry];
  const sampled = createSamples(registers);
  return {
    registry,
    /** Makes a figure that is asked of a database when somebody scrapes. */
    sampled,
    ...actionMetrics(registers),
    ...durableMetrics(registers, sampled),
    ...catchUpMetrics(registers),
    ...databaseMetrics(registers),
    ...processMetrics(registers),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
