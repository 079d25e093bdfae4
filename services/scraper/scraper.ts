import type { Config } from '../../shared/config/config.ts';
import type { Readiness } from '../../shared/health/readiness.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { BrowserLog } from './browser/browser-log.ts';
import { beginLookupSeries, measured } from './lookup/measured-lookup.ts';
import { openLookup } from './lookup/open-lookup.ts';
import { createAhead, type LookupPlan } from './lookup/opened-ahead.ts';
import type { SourceTools } from './lookup/opened-source.ts';
import { browserRules } from './lookup/target-reach.ts';
import { createCensusQueue } from './loop/census-queue.ts';
import { startHeartbeat } from './loop/heartbeat.ts';
import { startWorkerLoop } from './loop/worker-loop.ts';
import type { ScraperMetrics } from './metrics.ts';
import { openBrowser } from './open-browser.ts';
import { measuredPace } from './pace/measured-pace.ts';
import { type OpenPace, openPace } from './pace/open-pace.ts';
import type { Pace } from './pace/turn.ts';
import { createSolver } from './plugins/solvers.ts';
import { scraperParts } from './readiness.ts';
import { type Way, waysOf } from './ways.ts';

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
  const ways = await waysOf(config, call);
  const plugins = new Set(ways.map(({ plugin }) => plugin));
  const patienceMs = config.startTimeoutS * 1_000;
  const kept = new Map<string, OpenPace>();
  const paces = new Map<string, Pace>();
  for (const site of new Set(['', ...ways.map((way) => way.site)])) {
    const opened = await openPace({ spacingMs, redisUrl, databaseUrl, site, patienceMs, log });
    opening.defer(() => opened.close());
    kept.set(site, opened);
    paces.set(site, measuredPace(opened.pace, { metrics, spacingMs }));
  }
  const wayOf = (name: string): Way => {
    const way = ways.find((one) => one.name === name);
    if (way === undefined) throw new Error(`census names a lane that this scraper has not: ${name}`);
    return way;
  };
  const paceOf = (name: string): Pace => {
    const pace = paces.get(wayOf(name).site);
    if (pace === undefined) throw new Error('every site has a pace');
    return pace;
  };
  const { browser, program } = await openBrowser(
    config,
    {
      used: [...plugins].some(({ via }) => via === 'browser'),
      rules: () => browserRules([...new Set(ways.map(({ reach }) => reach))], config.lanes),
    },
    log,
  );
  opening.defer(() => browser.close());
  metrics.watchBrowser(browser);

  for (const { name } of plugins) beginLookupSeries(metrics, name);
  const solver = createSolver({ ...config.captcha, log });

  const everyPace = {
    isReady: async () => (await Promise.all([...kept.values()].map((one) => one.isReady()))).every(Boolean),
  };
  const parts = scraperParts({ call, pace: everyPace, browser, program });
  for (const [part, check] of Object.entries(parts)) readiness.add(`scraper.${part}`, check);

  const lanes = ways.map(({ name }) => name);
  const nextSource = (lane: string) => {
    const { isNext, plugin } = wayOf(lane);
    return isNext ? plugin.name : undefined;
  };
  const source = ways[0]?.plugin.name ?? config.source;
  const queue = createCensusQueue(call, { worker, slots, lanes, source, nextSource, log });
  const plan = plansBy(means, (lane) => ({ way: wayOf(lane), pace: paceOf(lane) }), { browser, solver });
  const ahead = opening.use(createAhead({ plan, log }));
  const longestMs = config.leaseS * 1_000;
  const loop = startWorkerLoop({
    queue,
    pace: paceOf(lanes[0] ?? ''),
    paceOf,
    open: ahead.take,
    openAhead: ahead.prepare,
    concurrency: slots,
    longestMs,
    log,
  });
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

/** How lookups are opened that leave by the way of a name. */
const plansBy = (
  { config, metrics, log }: Pick<ScraperMeans, 'config' | 'metrics' | 'log'>,
  find: (name: string) => { way: Way; pace: Pace },
  tools: Pick<SourceTools, 'browser' | 'solver'>,
): ((name: string) => Promise<LookupPlan>) => {
  const refused = tellOnce((host) =>
    log.warn(`a page wanted something of ${host} and did not get it (BROWSER_HOSTS)`),
  );
  const deadlineMs = config.lookupTimeoutS * 1_000;
  return async (name) => {
    const { way, pace } = find(name);
    const { plugin, lane, reach } = way;
    const target = await reach.now();
    return {
      url: target.url,
      async open() {
        const lookup = await openLookup({ ...tools, ...target, pace, plugin, lane, refused, deadlineMs });
        return measured(lookup, { metrics, source: plugin.name, log });
      },
    };
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
