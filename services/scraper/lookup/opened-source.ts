import type { LaneConfig, ProxyConfig } from '../../../shared/config/variables/lanes.ts';
import type { ShapePart } from '../../../shared/contract/shapes.ts';
import { PAST_THE_PROXY } from '../../../shared/origin/private-address.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { unlessAborted } from '../../../shared/time/unless-aborted.ts';
import type { ContextPort, ProxyOptions } from '../browser/driver.ts';
import { fulfilsWithin } from '../browser/fulfils-within.ts';
import { closeOtherWindows, guardContext } from '../browser/reach/guard-context.ts';
import { guardedFetch } from '../browser/reach/guarded-fetch.ts';
import { createReach, type Reach } from '../browser/reach/reach.ts';
import type { WarmBrowser } from '../browser/warm-browser.ts';
import type { CaptchaSolver } from '../captcha/solver.ts';
import { createDepart } from '../pace/depart.ts';
import { paceRequests } from '../pace/paced-requests.ts';
import type { Pace } from '../pace/turn.ts';
import { PageCrashError } from '../sources/explain.ts';
import type { Source, SourcePlugin } from '../sources/source.ts';
import type { Stopwatch } from '../sources/stopwatch.ts';
import type { Trip } from './lookup.ts';

/** What a source is opened with. */
export interface SourceTools {
  browser: Pick<WarmBrowser, 'openContext'>;
  pace: Pace;
  plugin: SourcePlugin;
  solver: CaptchaSolver;
  lane: LaneConfig;
  /** Full address of the page. */
  url: string;
  /** What its pages may ask; unless told the target's own host, and the plugin's. */
  reach?: Reach;
  /** Is told a host that a page wanted and did not get. */
  refused?: (host: string) => void;
}

/** What opening a source needs of the lookup around it. */
interface Surroundings {
  signal: AbortSignal;
  time: Stopwatch;
  clock: Clock;
  /** The lookup's way out, once it has one. */
  trip(): Trip | undefined;
  /** Ends the lookup with this error. */
  lost(error: unknown): void;
  keep(what: string, text: string): void;
  look(part: ShapePart, text: string): void;
}

/** A source that is open, in whatever it needs; leaving its scope closes that. */
interface OpenedSource extends AsyncDisposable {
  source: Source;
  /** Does work with it. @throws the lookup's end at once, else what made the work fail */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Puts what is to be seen now into the evidence; bounded in time, and never rejects. */
  snapshot(): Promise<void>;
  /** What it is open in is gone, or about to go. */
  isLost(): boolean;
  /** All went well: what it is open in may serve another lookup. */
  keep(): void;
}

/** Opens a source with the pace in front of its requests. */
export const openSource = (tools: SourceTools, around: Surroundings): Promise<OpenedSource> => {
  const { plugin, url } = tools;
  const reach = tools.reach ?? createReach({ target: url, hosts: plugin.hosts ?? [] });
  return plugin.via === 'browser'
    ? openInBrowser({ ...tools, reach }, plugin, around)
    : openOverHttp({ ...tools, reach }, plugin, around);
};

const proxyFor = (proxy: ProxyConfig, { privateAllowed }: Reach): ProxyOptions =>
  privateAllowed ? proxy : { ...proxy, bypass: PAST_THE_PROXY };

type GuardedTools = SourceTools & { reach: Reach };

/** Reading a page's HTML knows no timeout and waits for a busy page without end. */
const SNAPSHOT_MS = 1_000;

/** Opens a source in a context of its own, with an empty page. */
const openInBrowser = async (
  { browser, pace, solver, lane, url, reach, refused = () => {} }: GuardedTools,
  plugin: Extract<SourcePlugin, { via: 'browser' }>,
  { signal, time, clock, trip, lost, keep, look }: Surroundings,
): Promise<OpenedSource> => {
  await using opening = new AsyncDisposableStack();
  const way = lane.proxy === null ? undefined : proxyFor(lane.proxy, reach);
  const { context, during, isLost, keep: keepContext } = opening.use(await browser.openContext(signal, way));
  watchForCrash(context, lost);
  const over = new AbortController();
  const page = await during(async () => {
    await paceRequests(context, {
      ...{ pace, clock, lost, hold: time.hold },
      // What still waits when the lookup is over shall take nobody's turn.
      signal: AbortSignal.any([signal, over.signal]),
      isTarget: reach.isTarget,
      first: () => trip()?.turn,
      parent: () => trip()?.traceparent,
      queried: () => trip()?.queried(),
    });
    // The lookup may have ended meanwhile, and nobody waits for this any more.
    signal.throwIfAborted();
    await guardContext(context, { reach, hasProxy: lane.proxy !== null, lost, refused });
    const first = await context.newPage();
    closeOtherWindows(context, first);
    return first;
  });
  const source = plugin.open({
    ...{ page, time, url, solver, look },
    keep: (text) => keep('read by the source', text),
  });
  const opened = opening.move();
  return {
    source,
    during,
    isLost,
    keep: keepContext,
    async snapshot() {
      const reading = page.content().then((html) => keep(`page ${page.url()}`, html));
      // A page that cannot be read is a failure of its own, told already.
      await fulfilsWithin(reading, SNAPSHOT_MS, clock).catch(() => false);
    },
    [Symbol.asyncDispose]() {
      over.abort(new Error('the lookup is over'));
      return opened.disposeAsync();
    },
  };
};

const watchForCrash = (context: ContextPort, lost: (error: unknown) => void): void => {
  context.on('page', (page) => page.on('crash', () => lost(new PageCrashError('the tab crashed'))));
};

/** Opens a source that asks by plain HTTP. Lanes are for browsers: such a source goes out directly. */
const openOverHttp = async (
  { pace, solver, url, reach }: GuardedTools,
  plugin: Extract<SourcePlugin, { via: 'http' }>,
  { signal, trip, keep, look }: Surroundings,
): Promise<OpenedSource> => {
  const depart = createDepart({
    ...{ pace, signal },
    first: () => trip()?.turn,
    parent: () => trip()?.traceparent,
  });

  const paced = async (request: Request): Promise<Response> => {
    const send = () => fetch(request, { signal: AbortSignal.any([signal, request.signal]) });
    if (!reach.isTarget(new URL(request.url))) return send();
    const kind = request.method === 'GET' || request.method === 'HEAD' ? 'page' : 'query';
    return new Promise((answered, failed) => {
      depart(kind, async (turn) => {
        const answer = send();
        // When it left nobody tells: a busy machine, or a connection that is slow to be had, may have kept it until now.
        answer.then(() => turn.reallyLeft(0)).catch(() => undefined);
        answered(answer);
        if (kind === 'query') trip()?.queried();
      }).catch(failed);
    });
  };

  return {
    source: plugin.open({
      ...{ url, solver, look },
      fetch: guardedFetch(reach, paced),
      keep: (text) => keep('read by the source', text),
    }),
    during: async (work) => {
      signal.throwIfAborted();
      return unlessAborted(signal, work());
    },
    snapshot: async () => {},
    isLost: () => false,
    keep: () => {},
    [Symbol.asyncDispose]: async () => {},
  };
};
