import { Counter, type Registry } from 'prom-client';
import { createSampled, type Sampled } from './sampled.ts';

/** Makes the samplers of one registry; a sample that could not be had is counted, and its gauges are left out. */
export const createSamples = (registers: Registry[]) => {
  const failures = new Counter({
    name: 'censo_metric_sample_failures_total',
    help: 'Scrapes that could not have a figure from the database in time; its gauges are missing then.',
    labelNames: ['subject'] as const,
    registers,
  });
  /** @param subject what is asked, in a word */
  return <T>(subject: string): Sampled<T> => {
    failures.inc({ subject }, 0);
    return createSampled<T>({ failed: () => failures.inc({ subject }) });
  };
};

export type MakeSampled = ReturnType<typeof createSamples>;
