import { Counter, Gauge, Histogram } from 'prom-client';
import type { Status } from '../../shared/contract/census.ts';
import type { Metrics } from '../../shared/metrics/metrics.ts';
import { causes } from './record/transitions.ts';

/** Priorities by the name of what waits. */
export type PriorityName = 'person' | 'single' | 'bulk' | 'scheduled';
type CircuitState = 'closed' | 'open' | 'probing';

/** The queue as the database knows it: the same for every census process, so alerts take max(). */
export interface QueueSample {
  /** Records that wait or run. */
  records: { status: Status; priority: PriorityName; count: number }[];
  /** Records that are due and were not begun, with the age of the oldest in seconds. */
  due: { priority: PriorityName; count: number; oldestS: number }[];
  lanes: { name: string; circuit: CircuitState }[];
  paused: boolean;
}

const circuitStates: readonly CircuitState[] = ['closed', 'open', 'probing'];

/** What waits, what runs and what stands in its way, how long people wait, and how reports are received. */
export const createCensusMetrics = ({ registry, sampled }: Pick<Metrics, 'registry' | 'sampled'>) => {
  const registers = [registry];
  const queue = sampled<QueueSample>('queue');
  /** A gauge whose values are those of the latest sample; without one it has none. */
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    fill: (gauge: Gauge<L>, sample: QueueSample) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        const sample = await queue.latest();
        this.reset();
        if (sample !== null) fill(this, sample);
        // Else it would say 0, which is a figure.
        else if (labelNames.length === 0) this.remove();
      },
    });

  gauge(
    'censo_queue_records',
    'Records that wait for a lookup or have one running, by status and priority.',
    ['status', 'priority'],
    (records, sample) => {
      // That nobody waits is a figure as well.
      for (const { priority } of sample.due)
        for (const status of ['PENDING', 'PROCESSING'] as const) records.set({ status, priority }, 0);
      for (const { status, priority, count } of sample.records) records.set({ status, priority }, count);
    },
  );
  gauge('censo_queue_due_records', 'Records whose lookup could start now.', ['priority'], (due, sample) => {
    for (const { priority, count } of sample.due) due.set({ priority }, count);
  });
  gauge(
    'censo_queue_oldest_due_age_seconds',
    'How long the longest waiting of the due records has been due; 0 when none is.',
    ['priority'],
    (age, sample) => {
      for (const { priority, oldestS } of sample.due) age.set({ priority }, oldestS);
    },
  );
  gauge('censo_lookups_paused', 'Whether an operator has paused all lookups.', [], (paused, sample) => {
    paused.set(sample.paused ? 1 : 0);
  });
  gauge(
    'censo_circuit_state',
    'Circuit of each lane: 1 for the state that it is in.',
    ['lane', 'state'],
    (circuit, sample) => {
      for (const { name, circuit: current } of sample.lanes)
        for (const state of circuitStates) circuit.set({ lane: name, state }, state === current ? 1 : 0);
    },
  );
  const refusedTransitions = new Counter({
    name: 'censo_refused_transitions_total',
    help: 'Changes of a record that the table of transitions does not have.',
    labelNames: ['cause'] as const,
    registers,
  });
  // A series that appears with its first would hide it from whoever watches.
  for (const cause of causes) refusedTransitions.inc({ cause }, 0);
  return {
    queue,
    lookupWait: new Histogram({
      name: 'censo_lookup_wait_seconds',
      help: 'Time from the request of a lookup to its answer, with the queue and all attempts.',
      buckets: [5, 10, 30, 60, 120, 300, 900, 1_800, 3_600, 14_400, 86_400],
      registers,
    }),
    reports: new Counter({
      name: 'censo_lookup_reports_total',
      help: 'Reports of lookups: stored, stored late (after the lease), or refused because something newer happened.',
      labelNames: ['reception'] as const,
      registers,
    }),
    leaseExpiries: new Counter({
      name: 'censo_lease_expiries_total',
      help: 'Leases that ran out without a word from their scraper.',
      registers,
    }),
    refusedTransitions,
    canary: new Counter({
      name: 'censo_canary_total',
      help: 'How the hourly question about an operator who allowed it was read: same, different, unreadable, unanswered.',
      labelNames: ['result'] as const,
      registers,
    }),
    evidencePurgeFailures: new Counter({
      name: 'censo_evidence_purge_failures_total',
      help: 'Failed removals of old evidence.',
      registers,
    }),
  };
};

export type CensusMetrics = ReturnType<typeof createCensusMetrics>;
