import type { ContextPort, PagePort } from '../browser/driver.ts';
import { fulfilsWithin } from '../browser/race.ts';
import { paceRequests } from '../pace/paced-requests.ts';
import type { SourcePlugin } from '../sources/source.ts';
import { PageCrashError } from './explain.ts';
import type { LookupTools, OpenedSource, Opening } from './opening.ts';
import { sameSite } from './same-site.ts';

interface BrowserTools extends LookupTools {
  plugin: Extract<SourcePlugin, { via: 'browser' }>;
}

/** Reading a page's HTML knows no timeout and waits for a busy page without end. */
const SNAPSHOT_MS = 1_000;

/** Opens a source in a context of its own, with an empty page, and does the work there. */
export const openInBrowser = <T>(
  { browser, pace, plugin, solver, lane, url }: BrowserTools,
  { signal, time, trip, lost, keep }: Opening,
  work: (opened: OpenedSource) => Promise<T>,
): Promise<T> =>
  browser.withContext(
    async (context) => {
      watchForCrash(context, lost);
      const first = () => trip()?.turn;
      const queried = () => trip()?.queried();
      const { hold } = time;
      await paceRequests(context, { pace, first, isTarget: sameSite(url), signal, queried, hold, lost });
      const page = await context.newPage();
      const source = plugin.open({
        page,
        time,
        url,
        solver,
        keep: (text) => keep('read by the source', text),
      });
      return work({ source, snapshot: () => snapshot(page, keep) });
    },
    signal,
    lane.proxy === null ? {} : { proxy: lane.proxy },
  );

const watchForCrash = (context: ContextPort, lost: (error: unknown) => void): void => {
  context.on('page', (page) => page.on('crash', () => lost(new PageCrashError('the tab crashed'))));
};

/** Never rejects: a page that cannot be read is a failure of its own, told already. */
const snapshot = async (page: PagePort, keep: Opening['keep']): Promise<void> => {
  const reading = page.content().then((html) => keep(`page ${page.url()}`, html));
  await fulfilsWithin(reading, SNAPSHOT_MS).catch(() => false);
};
