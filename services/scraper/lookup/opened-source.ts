import type { LaneConfig } from '../../../shared/config/variables/lanes.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { unlessAborted } from '../../../shared/time/unless-aborted.ts';
import type { ContextPort } from '../browser/driver.ts';
import { fulfilsWithin } from '../browser/fulfils-within.ts';
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
}

/** A source that is open, in whatever it needs; leaving its scope closes that. */
interface OpenedSource extends AsyncDisposable {
  source: Source;
  /** Does work with it. @throws the lookup's end at once, else what made the work fail */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Puts what is to be seen now into the evidence; bounded in time, and never rejects. */
  snapshot(): Promise<void>;
}

/** Opens a source with the pace in front of its requests. */
export const openSource = (tools: SourceTools, around: Surroundings): Promise<OpenedSource> => {
  const { plugin } = tools;
  return plugin.via === 'browser'
    ? openInBrowser(tools, plugin, around)
    : openOverHttp(tools, plugin, around);
};

/** Reading a page's HTML knows no timeout and waits for a busy page without end. */
const SNAPSHOT_MS = 1_000;

/** Opens a source in a context of its own, with an empty page. */
const openInBrowser = async (
  { browser, pace, solver, lane, url }: SourceTools,
  plugin: Extract<SourcePlugin, { via: 'browser' }>,
  { signal, time, clock, trip, lost, keep }: Surroundings,
): Promise<OpenedSource> => {
  await using opening = new AsyncDisposableStack();
  const { context, during } = opening.use(await browser.openContext(signal, lane.proxy ?? undefined));
  watchForCrash(context, lost);
  const page = await during(async () => {
    await paceRequests(context, {
      ...{ pace, signal, clock, lost, hold: time.hold },
      isTarget: sameSite(url),
      first: () => trip()?.turn,
      queried: () => trip()?.queried(),
    });
    return context.newPage();
  });
  const source = plugin.open({ page, time, url, solver, keep: (text) => keep('read by the source', text) });
  const opened = opening.move();
  return {
    source,
    during,
    async snapshot() {
      const reading = page.content().then((html) => keep(`page ${page.url()}`, html));
      // A page that cannot be read is a failure of its own, told already.
      await fulfilsWithin(reading, SNAPSHOT_MS, clock).catch(() => false);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

const watchForCrash = (context: ContextPort, lost: (error: unknown) => void): void => {
  context.on('page', (page) => page.on('crash', () => lost(new PageCrashError('the tab crashed'))));
};

/** Opens a source that asks by plain HTTP. Lanes are for browsers: such a source goes out directly. */
const openOverHttp = async (
  { pace, solver, url }: SourceTools,
  plugin: Extract<SourcePlugin, { via: 'http' }>,
  { signal, clock, trip, keep }: Surroundings,
): Promise<OpenedSource> => {
  const isTarget = sameSite(url);
  const depart = createDepart({ pace, first: () => trip()?.turn, signal });

  const paced: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const send = () => fetch(request, { signal: AbortSignal.any([signal, request.signal]) });
    if (!isTarget(new URL(request.url))) return send();
    const kind = request.method === 'GET' || request.method === 'HEAD' ? 'page' : 'query';
    return new Promise((answered, failed) => {
      depart(kind, async (turn) => {
        const sentAt = clock.elapsed();
        const answer = send();
        answer.then(() => turn.reallyLeft(clock.elapsed() - sentAt)).catch(() => undefined);
        answered(answer);
        if (kind === 'query') trip()?.queried();
      }).catch(failed);
    });
  };

  return {
    source: plugin.open({ url, solver, fetch: paced, keep: (text) => keep('read by the source', text) }),
    during: async (work) => {
      signal.throwIfAborted();
      return unlessAborted(signal, work());
    },
    snapshot: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
};

/** The target's own host and port; a page's parts from elsewhere need no turn. */
const sameSite = (target: string) => {
  const { host } = new URL(target);
  return (url: URL): boolean => url.host === host;
};
