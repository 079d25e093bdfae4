import { join } from 'node:path';
import type { Service, ServiceSchema } from 'moleculer';
import { callerOf } from '../../shared/moleculer/call.ts';
import { takeHints } from '../../shared/moleculer/hints.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { loadDriver } from './browser/drivers/drivers.ts';
import { locateBrowser } from './browser/locate.ts';
import { sweepProfiles } from './browser/profile-sweep.ts';
import { createWarmBrowser, type WarmBrowser } from './browser/warm-browser.ts';
import { createSolver } from './captcha/solvers.ts';
import { beginLookupSeries, measured } from './lookup/measured-lookup.ts';
import { openLookup } from './lookup/open-lookup.ts';
import { createTargetUrl } from './lookup/target-url.ts';
import { createCensusQueue } from './loop/census-queue.ts';
import { type Heartbeat, startHeartbeat } from './loop/heartbeat.ts';
import { startWorkerLoop, type WorkerLoop } from './loop/worker-loop.ts';
import { createScraperMetrics } from './metrics.ts';
import { measuredPace } from './pace/measured-pace.ts';
import { type OpenPace, openPace } from './pace/open-pace.ts';
import { scraperParts } from './readiness.ts';
import { loadSource } from './sources/load-source.ts';
import { assertLanesFit } from './sources/source-lanes.ts';

/** Takes due records and looks them up on the official page, at one pace with all other scrapers. */
export const createScraper = (): ServiceSchema => {
  let browser: WarmBrowser;
  let openedPace: OpenPace;
  let loop: WorkerLoop | undefined;
  let heartbeat: Heartbeat | undefined;

  return {
    name: 'scraper',
    dependencies: ['census'],
    events: takeHints({ 'census.requested': () => loop?.nudge() }),

    async started(this: Service) {
      const { broker, logger } = this;
      const runtime = runtimeOf(broker);
      const { config, readiness } = runtime;
      const metrics = createScraperMetrics(runtime.metrics);
      const call = callerOf(broker);
      const swept = await sweepProfiles();
      if (swept.removed.length > 0)
        logger.info(`removed ${swept.removed.length} profile folders of killed workers`);
      const located = await locateBrowser({
        cacheDir: join(config.dataDir, 'browser'),
        ...(config.chromiumPath === undefined ? {} : { chromiumPath: config.chromiumPath }),
      });
      logger.info(`browser: ${located.version} at ${located.path} (${located.origin})`);
      const { driver, headed, sandbox, maxLookups, maxMemoryMb } = config.browser;
      browser = createWarmBrowser({
        driver: await loadDriver(driver),
        located,
        headless: !headed,
        sandbox,
        retireAfter: maxLookups,
        maxMemoryMb,
        log: logger,
      });
      const { spacingMs, redisUrl } = config;
      openedPace = await openPace({ spacingMs, redisUrl, databaseUrl: runtime.databaseUrl, log: logger });
      const pace = measuredPace(openedPace.pace, { metrics, spacingMs });
      const plugin = await loadSource(config.source);
      assertLanesFit(plugin, config.lanes);
      beginLookupSeries(metrics, plugin.name);
      metrics.watchBrowser(browser);
      const parts = scraperParts({ call, pace: openedPace, browser, program: located.path });
      for (const [part, check] of Object.entries(parts)) readiness.add(`scraper.${part}`, check);
      const solver = createSolver({ ...config.captcha, log: logger });
      const targetUrl = createTargetUrl(config, call);
      const lanes = new Map(config.lanes.map((lane) => [lane.name, lane]));
      const slots = config.scraperConcurrency;

      const queue = createCensusQueue(call, {
        worker: broker.nodeID,
        slots,
        lanes: [...lanes.keys()],
        source: plugin.name,
        log: logger,
      });
      const started = startWorkerLoop({
        queue,
        pace,
        concurrency: slots,
        longestMs: config.leaseS * 1_000,
        log: logger,
        async open(name) {
          const lane = lanes.get(name);
          if (lane === undefined) throw new Error(`census names a lane that this scraper has not: ${name}`);
          const url = await targetUrl();
          const deadlineMs = config.lookupTimeoutS * 1_000;
          const lookup = await openLookup({ browser, pace, plugin, solver, lane, url, deadlineMs });
          return measured(lookup, { metrics, source: plugin.name, log: logger });
        },
      });
      loop = started;
      heartbeat = startHeartbeat({ send: queue.heartbeat, state: started.state, log: logger });
      runtime.drains.push(async (patienceMs) => {
        // Lookups in flight end in this time, or are given back.
        await started.stop(patienceMs);
        await heartbeat?.stop();
      });
    },

    async stopped() {
      await loop?.stop(0);
      await heartbeat?.stop();
      await browser?.close();
      await openedPace?.close();
    },
  };
};

export default createScraper();
