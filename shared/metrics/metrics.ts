import { collectDefaultMetrics, Registry } from 'prom-client';
import { actionMetrics } from './actions.ts';
import { browserMetrics } from './browser.ts';
import { catchUpMetrics } from './catch-up.ts';
import { databaseMetrics } from './database.ts';
import { durableMetrics } from './durable.ts';
import { httpMetrics } from './http.ts';
import { lookupMetrics } from './lookups.ts';
import { paceMetrics } from './pace.ts';
import { processMetrics } from './process.ts';
import { queueMetrics } from './queue.ts';
import { createSamples } from './samples.ts';

/** Every metric of the product. Units are in the names; labels come from closed sets, never a person. */
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
    ...httpMetrics(registers),
    ...actionMetrics(registers),
    ...lookupMetrics(registers),
    ...paceMetrics(registers),
    ...queueMetrics(registers, sampled),
    ...durableMetrics(registers, sampled),
    ...catchUpMetrics(registers, sampled),
    ...browserMetrics(registers),
    ...databaseMetrics(registers),
    ...processMetrics(registers),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
