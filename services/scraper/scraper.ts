import type { Config } from '../../shared/config/config.ts';
import type { Readiness } from '../../shared/health/readiness.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { BrowserLog } from './browser/browser-log.ts';
import type { Lookup } from './lookup/lookup.ts';
import { beginLookupSeries, measured } from './lookup/measured-lookup.ts';
import { openLookup } from './lookup/open-lookup.ts';
import type { SourceTools } from './lookup/opened-source.ts';
import { createTargetReach, type TargetReach } from './lookup/target-reach.ts';
import { createTargetUrl } from './lookup/target-url.ts';
import { createCensusQueue } from './loop/census-queue.ts';
import { startHeartbeat } from './loop/heartbeat.ts';
import { startWorkerLoop } from './loop/worker-loop.ts';
import type { ScraperMetrics } from './metrics.ts';
import { openBrowser } from './open-browser.ts';
import { measuredPace } from './pace/measured-pace.ts';
import { openPace } from './pace/open-pace.ts';
import { loadSource } from './plugins/load-source.ts';
import { createSolver } from './plugins/solvers.ts';
import { scraperParts } from './readiness.ts';
import { assertLanesFit } from './sources/source-lanes.ts';

/** What a scraper has of its process. */
interface ScraperMeans {
  config: Config;
  metrics: ScraperMetrics;
  readiness: Readiness;
  /** Where the pace is kept when there is no Redis. */
  databaseUrl: string | undefined;
  call: Call;
  /** Its name, as the census knows it. */
  worker: string;
  log: BrowserLog & Record<'info' | 'warn' | 'error', (message: string) => void>;
}

export interface Scraper {
  /** Something may be due: look now. */
  nudge(): void;
  /** Takes no new lookup. Those in flight end in this time, or are given back. */
  drain(patienceMs: number): Promise<void>;
  /** Drains at once, and closes what it had open. */
  stop(): Promise<void>;
}

/**
 * Opens all that lookups need, and begins to make them.
 *
 * @throws what keeps it from working here: no browser, an unknown source, no store for the pace
 */
export const startScraper = async (means: ScraperMeans): Promise<Scraper> => {
  const { config, metrics, readiness, databaseUrl, call, worker, log } = means;
  await using opening = new AsyncDisposableStack();

  // What is opened last is closed first: a browser that still ends a request may ask the pace.
  const { spacingMs, redisUrl, scraperConcurrency: slots } = config;
  const kept = await openPace({ spacingMs, redisUrl, databaseUrl, log });
  opening.defer(() => kept.close());
  const pace = measuredPace(kept.pace, { metrics, spacingMs });

  const plugin = await loadSource(config.source);
  assertLanesFit(plugin, config.lanes);
  const reach = createTargetReach(config, plugin, createTargetUrl(config, call));
  const { browser, program } = await openBrowser(
    config,
    { used: plugin.via === 'browser', rules: reach.rules },
    log,
  );
  opening.defer(() => browser.close());
  metrics.watchBrowser(browser);

  beginLookupSeries(metrics, plugin.name);
  const solver = createSolver({ ...config.captcha, log });

  const parts = scraperParts({ call, pace: kept, browser, program });
  for (const [part, check] of Object.entries(parts)) readiness.add(`scraper.${part}`, check);

  const lanes = config.lanes.map(({ name }) => name);
  const queue = createCensusQueue(call, { worker, slots, lanes, source: plugin.name, log });
  const open = lookupsByLane(means, reach, { browser, pace, plugin, solver });
  const longestMs = config.leaseS * 1_000;
  const loop = startWorkerLoop({ queue, pace, open, concurrency: slots, longestMs, log });
  const heartbeat = startHeartbeat({ send: queue.heartbeat, state: loop.state, log });

  const opened = opening.move();
  const drain = async (patienceMs: number): Promise<void> => {
    await loop.stop(patienceMs);
    await heartbeat.stop();
  };
  return {
    nudge: loop.nudge,
    drain,
    async stop() {
      await drain(0);
      await opened.disposeAsync();
    },
  };
};

/** Opens lookups that leave by the lane of a name. */
const lookupsByLane = (
  { config, metrics, log }: Pick<ScraperMeans, 'config' | 'metrics' | 'log'>,
  reach: TargetReach,
  tools: Omit<SourceTools, 'lane' | 'url'>,
): ((name: string) => Promise<Lookup>) => {
  const refused = tellOnce((host) =>
    log.warn(`a page of ${tools.plugin.name} wanted something of ${host} and did not get it (BROWSER_HOSTS)`),
  );
  const lanes = new Map(config.lanes.map((lane) => [lane.name, lane]));
  const deadlineMs = config.lookupTimeoutS * 1_000;
  return async (name) => {
    const lane = lanes.get(name);
    if (lane === undefined) throw new Error(`census names a lane that this scraper has not: ${name}`);
    const lookup = await openLookup({ ...tools, ...(await reach.now()), lane, refused, deadlineMs });
    return measured(lookup, { metrics, source: tools.plugin.name, log });
  };
};

/** A page that invents names must not fill the log. */
const MAX_TOLD = 50;

/** Tells each name once, and no more than so many. */
const tellOnce = (tell: (name: string) => void): ((name: string) => void) => {
  const told = new Set<string>();
  return (name) => {
    if (told.has(name) || told.size >= MAX_TOLD) return;
    told.add(name);
    tell(name);
  };
};
