import type { Service, ServiceSchema } from 'moleculer';
import { callerOf } from '../../shared/moleculer/call.ts';
import { takeHints } from '../../shared/moleculer/hints.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { createScraperMetrics } from './metrics.ts';
import { type Scraper, startScraper } from './scraper.ts';

/** Takes due records and looks them up on the official page, at one pace with all other scrapers. */
const createScraper = (): ServiceSchema => {
  let scraper: Scraper | undefined;

  return {
    name: 'scraper',
    dependencies: ['census'],
    events: takeHints({ 'census.requested': () => scraper?.nudge() }),

    async started(this: Service) {
      const { broker, logger } = this;
      const runtime = runtimeOf(broker);
      const { config, readiness } = runtime;
      const databaseUrl = runtime.roleUrls?.pace ?? runtime.databaseUrl;
      const metrics = createScraperMetrics(runtime.metrics);
      const call = callerOf(broker, 'scraper');
      const started = await startScraper({
        ...{ config, metrics, readiness, databaseUrl, call },
        worker: broker.nodeID,
        log: logger,
      });
      scraper = started;
      runtime.drains.push((patienceMs) => started.drain(patienceMs));
    },

    stopped: () => scraper?.stop(),
  };
};

export default createScraper();
