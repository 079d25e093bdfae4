import { collectDefaultMetrics, Registry } from 'prom-client';
import { actionMetrics } from './actions.ts';
import { catchUpMetrics } from './catch-up.ts';
import { databaseMetrics } from './database.ts';
import { durableMetrics } from './durable.ts';
import { processMetrics } from './process.ts';
import { createSamples } from './samples.ts';

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
