import { Gauge, type Registry } from 'prom-client';
import type { DurableEventName } from '../contract/events.ts';
import type { Sampled } from './sampled.ts';
import type { MakeSampled } from './samples.ts';

/** What an outbox holds that is not published yet. */
export interface OutboxSample {
  rows: number;
  /** Age of the oldest, in seconds; 0 when it is empty. */
  oldestS: number;
}

/** The schemas that have an outbox, as labels. */
type Schema = 'accounts' | 'census';

/** Events on their way from a commit to their consumers. */
export const durableMetrics = (registers: Registry[], sampled: MakeSampled) => {
  const outboxes: Record<Schema, Sampled<OutboxSample>> = {
    accounts: sampled('outbox'),
    census: sampled('outbox'),
  };
  const gauge = (name: string, help: string, figure: (sample: OutboxSample) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['schema'] as const,
      registers,
      async collect() {
        const samples = await Promise.all([outboxes.accounts.latest(), outboxes.census.latest()]);
        this.reset();
        for (const [index, schema] of (['accounts', 'census'] as const).entries()) {
          const sample = samples[index];
          if (sample != null) this.set({ schema }, figure(sample));
        }
      },
    });
  gauge('censo_outbox_rows', 'Events that are committed and not published yet.', ({ rows }) => rows);
  gauge(
    'censo_outbox_oldest_age_seconds',
    'Age of the oldest event that is not published yet; 0 when none waits.',
    ({ oldestS }) => oldestS,
  );
  const deadLetters = new Gauge({
    name: 'censo_dead_letters',
    help: 'Events that were given up and wait for an operator.',
    labelNames: ['event'] as const,
    registers,
  });
  return {
    outboxes,
    deadLetters,
    /** Whoever keeps the dead letters says how many of an event wait now. */
    noteDeadLetters: (event: DurableEventName, waiting: number): void => deadLetters.set({ event }, waiting),
  };
};
