import { Counter, Gauge, type Registry } from 'prom-client';
import { type SchemaName, schemas } from '../persistence/schemas.ts';
import type { MakeSampled, Sampled } from './sampled.ts';

/** What waits to be published, and what could not be handled. */
export interface OutboxSample {
  rows: number;
  /** Age of the oldest, in seconds; 0 when it is empty. */
  oldestS: number;
  /** Events that the same service consumes and that were put aside. */
  dead: number;
  /** How long ago the walk that finds what was lost came to its end, in seconds; null before the first. */
  lookedS: number | null;
}

/** Events on their way from a commit to their consumers. */
export const durableMetrics = (registers: Registry[], sampled: MakeSampled) => {
  const outboxes: Record<SchemaName, Sampled<OutboxSample>> = {
    accounts: sampled('outbox'),
    census: sampled('outbox'),
  };
  const gauge = (name: string, help: string, figure: (sample: OutboxSample) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['schema'] as const,
      registers,
      async collect() {
        const samples = await Promise.all(schemas.map((schema) => outboxes[schema].latest()));
        this.reset();
        for (const [index, schema] of schemas.entries()) {
          const sample = samples[index];
          const value = sample == null ? null : figure(sample);
          if (value !== null) this.set({ schema }, value);
        }
      },
    });
  gauge('censo_outbox_rows', 'Events that are committed and not published yet.', ({ rows }) => rows);
  gauge(
    'censo_outbox_oldest_age_seconds',
    'Age of the oldest event that is not published yet; 0 when none waits.',
    ({ oldestS }) => oldestS,
  );
  gauge('censo_dead_letters', 'Events that were put aside and wait for an operator.', ({ dead }) => dead);
  gauge(
    'censo_catch_up_age_seconds',
    'How long ago a service last looked over everything new that another has, for events that never came.',
    ({ lookedS }) => lookedS,
  );
  const putAside = new Counter({
    name: 'censo_events_put_aside_total',
    help: 'Events that this process could not handle and put aside.',
    labelNames: ['event'] as const,
    registers,
  });
  const broken = new Counter({
    name: 'censo_events_broken_total',
    help: 'Events that this process follows and that break their rule: somebody else published them.',
    labelNames: ['event'] as const,
    registers,
  });
  const consumersRemade = new Counter({
    name: 'censo_bus_consumers_remade_total',
    help: 'Consumers that slept over events and were made anew.',
    labelNames: ['event'] as const,
    registers,
  });
  return { outboxes, putAside, broken, consumersRemade };
};
