import { expect } from 'chai';
import type { Metric } from 'prom-client';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import { allMetrics, linesOf } from '../../support/metrics.ts';

describe('The metrics', () => {
  let metrics: ReturnType<typeof createMetrics>;
  beforeEach(() => {
    metrics = createMetrics();
  });

  const lines = (name: string): Promise<string[]> => linesOf(metrics.registry, name);

  it('leave out what could not be asked instead of saying 0, and count that', async () => {
    metrics.outboxes.census.from(() => Promise.reject(new Error('away')));
    for (const name of ['censo_outbox_rows', 'censo_dead_letters'])
      expect(await lines(name), name).to.deep.equal([]);
    expect(await lines('censo_metric_sample_failures_total')).to.deep.equal([
      'censo_metric_sample_failures_total{subject="outbox"} 1',
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
        'code',
        'result',
        'source',
        'outcome',
        'reception',
        'kind',
        'priority',
      ].concat([
        'lane',
        'state',
        'why',
        'cause',
        'schema',
        'event',
        'part',
        'promise',
        'kept',
        'subject',
        'version',
        'commit',
        'node',
        'policy',
        'by',
      ]),
    );
    const registry = allMetrics();
    for (const { name } of registry.getMetricsAsArray()) {
      if (!name.startsWith('censo_')) continue;
      const { labelNames } = registry.getSingleMetric(name) as Metric & { labelNames: string[] };
      for (const label of labelNames) expect(known.has(label), `${name}{${label}}`).to.equal(true);
    }
  });
});
