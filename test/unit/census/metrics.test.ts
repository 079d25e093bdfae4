import { expect } from 'chai';
import {
  type CensusMetrics,
  createCensusMetrics,
  type QueueSample,
} from '../../../services/census/metrics.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import { linesOf } from '../../support/metrics.ts';

const SAMPLE: QueueSample = {
  records: [{ status: 'PENDING', priority: 'person', count: 3 }],
  due: [{ priority: 'person', count: 2, oldestS: 41.5 }],
  lanes: [{ name: 'directa', circuit: 'open' }],
  paused: true,
};

describe('The metrics of the census', () => {
  let metrics: CensusMetrics;
  let lines: (name: string) => Promise<string[]>;
  beforeEach(() => {
    const shared = createMetrics();
    metrics = createCensusMetrics(shared);
    lines = (name) => linesOf(shared.registry, name);
  });

  it('show the queue, the circuits and the pause as the database has them', async () => {
    metrics.queue.from(async () => SAMPLE);
    expect(await lines('censo_queue_records')).to.deep.equal([
      'censo_queue_records{status="PENDING",priority="person"} 3',
      'censo_queue_records{status="PROCESSING",priority="person"} 0',
    ]);
    expect(await lines('censo_queue_due_records')).to.deep.equal([
      'censo_queue_due_records{priority="person"} 2',
    ]);
    expect(await lines('censo_queue_oldest_due_age_seconds')).to.deep.equal([
      'censo_queue_oldest_due_age_seconds{priority="person"} 41.5',
    ]);
    expect(await lines('censo_lookups_paused')).to.deep.equal(['censo_lookups_paused 1']);
    expect(await lines('censo_circuit_state')).to.deep.equal([
      'censo_circuit_state{lane="directa",state="closed"} 0',
      'censo_circuit_state{lane="directa",state="open"} 1',
      'censo_circuit_state{lane="directa",state="probing"} 0',
    ]);
  });

  it('have what should never come at 0 before its first, which would be seen by nobody else', async () => {
    expect(await lines('censo_refused_transitions_total')).to.include(
      'censo_refused_transitions_total{cause="outcome"} 0',
    );
  });

  it('leave out what could not be asked instead of saying 0, and count that', async () => {
    metrics.queue.from(() => Promise.reject(new Error('away')));
    for (const name of ['censo_lookups_paused', 'censo_queue_due_records'])
      expect(await lines(name), name).to.deep.equal([]);
    expect(await lines('censo_metric_sample_failures_total')).to.deep.equal([
      'censo_metric_sample_failures_total{subject="outbox"} 0',
      'censo_metric_sample_failures_total{subject="queue"} 1',
    ]);
  });
});
