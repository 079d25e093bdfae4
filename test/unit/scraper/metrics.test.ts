import { expect } from 'chai';
import { createScraperMetrics, type ScraperMetrics } from '../../../services/scraper/metrics.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import { linesOf } from '../../support/metrics.ts';

describe('The metrics of a scraper', () => {
  let metrics: ScraperMetrics;
  let lines: (name: string) => Promise<string[]>;
  beforeEach(() => {
    const shared = createMetrics();
    metrics = createScraperMetrics(shared);
    lines = (name) => linesOf(shared.registry, name);
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
});
