import { expect } from 'chai';
import type { Metric } from 'prom-client';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import type { QueueSample } from '../../../shared/metrics/queue.ts';

const SAMPLE: QueueSample = {
  records: [{ status: 'PENDING', priority: 'person', count: 3 }],
  due: [{ priority: 'person', count: 2, oldestS: 41.5 }],
  lanes: [{ name: 'directa', circuit: 'open' }],
  paused: true,
};

describe('The metrics', () => {
  let metrics: ReturnType<typeof createMetrics>;
  beforeEach(() => {
    metrics = createMetrics();
  });

  /** The lines of one metric as Prometheus reads them, without help and type. */
  const lines = async (name: string): Promise<string[]> => {
    const text = await metrics.registry.metrics();
    return text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  };

  it('show the queue, the circuits and the pause as the database has them', async () => {
    metrics.queue.from(async () => SAMPLE);
    expect(await lines('censo_queue_records')).to.deep.equal([
      'censo_queue_records{status="PENDING",priority="person"} 3',
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

  it('leave out what could not be asked instead of saying 0, and count that', async () => {
    metrics.queue.from(() => Promise.reject(new Error('away')));
    metrics.outboxes.census.from(() => Promise.reject(new Error('away')));
    for (const name of ['censo_lookups_paused', 'censo_queue_due_records', 'censo_outbox_rows'])
      expect(await lines(name), name).to.deep.equal([]);
    expect(await lines('censo_metric_sample_failures_total')).to.deep.equal([
      'censo_metric_sample_failures_total{subject="queue"} 1',
      'censo_metric_sample_failures_total{subject="outbox"} 1',
      'censo_metric_sample_failures_total{subject="people"} 0',
    ]);
  });

  it('show each outbox by its schema, and only those of this process', async () => {
    metrics.outboxes.census.from(async () => ({ rows: 2, oldestS: 9, lookedS: 3, dead: 4 }));
    expect(await lines('censo_outbox_rows')).to.deep.equal(['censo_outbox_rows{schema="census"} 2']);
    expect(await lines('censo_outbox_oldest_age_seconds')).to.deep.equal([
      'censo_outbox_oldest_age_seconds{schema="census"} 9',
    ]);
    expect(await lines('censo_dead_letters')).to.deep.equal(['censo_dead_letters{schema="census"} 4']);
  });

  it('show the browser, and no memory while there is none', async () => {
    const restarts = { crash: 2, age: 1, memory: 0, hung: 0 };
    let memoryBytes: number | undefined = 1_024;
    metrics.watchBrowser({ stats: () => ({ open: 1, restarts }), weigh: () => memoryBytes });
    expect(await lines('censo_browser_memory_bytes')).to.deep.equal(['censo_browser_memory_bytes 1024']);
    expect(await lines('censo_browser_restarts_total')).to.deep.equal([
      'censo_browser_restarts_total{cause="crash"} 2',
      'censo_browser_restarts_total{cause="age"} 1',
      'censo_browser_restarts_total{cause="memory"} 0',
      'censo_browser_restarts_total{cause="hung"} 0',
    ]);
    memoryBytes = undefined;
    expect(await lines('censo_browser_memory_bytes')).to.deep.equal([]);
  });

  it('show the connections of each pool', async () => {
    metrics.watchPool('census', () => ({ used: 3, idle: 1, waiting: 2, max: 10 }));
    expect(await lines('censo_database_pool_connections')).to.deep.equal([
      'censo_database_pool_connections{schema="census",state="used"} 3',
      'censo_database_pool_connections{schema="census",state="idle"} 1',
    ]);
    expect(await lines('censo_database_pool_waiting_queries')).to.deep.equal([
      'censo_database_pool_waiting_queries{schema="census"} 2',
    ]);
  });

  it('say which version runs, and which parts are ready', async () => {
    metrics.watchReadiness(async () => ({ 'census.database': true, 'census.bus': false }));
    const [info = ''] = await lines('censo_build_info');
    expect(info).to.match(/version="\d+\.\d+\.\d+",commit="[\w-]+",node="v24\.[\d.]+"\} 1$/);
    expect(await lines('censo_ready')).to.deep.equal([
      'censo_ready{part="census.database"} 1',
      'censo_ready{part="census.bus"} 0',
    ]);
  });

  it('have no label that could hold a person', () => {
    const known = new Set(
      [
        'method',
        'route',
        'status',
        'action',
        'result',
        'source',
        'outcome',
        'reception',
        'kind',
        'priority',
      ].concat(['lane', 'state', 'cause', 'schema', 'event', 'part', 'subject', 'version', 'commit', 'node']),
    );
    for (const { name } of metrics.registry.getMetricsAsArray()) {
      if (!name.startsWith('censo_')) continue;
      const { labelNames } = metrics.registry.getSingleMetric(name) as Metric & { labelNames: string[] };
      for (const label of labelNames) expect(known.has(label), `${name}{${label}}`).to.equal(true);
    }
  });
});
