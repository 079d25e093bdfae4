import type { Clock } from '../../../shared/time/clock.ts';
import {
  type CdpSessionPort,
  type ContextPort,
  type OwnedContextPort,
  type PagePort,
  pageEvents,
  type RequestPort,
} from './driver.ts';
import { empty, silence } from './last-words.ts';

/**
 * A context that serves one lookup after the other, and has nothing of one for the next. Its tab stays, for the processes that
 * a new one takes, and the compiling of its site's scripts anew, are most of what a lookup costs.
 */
export interface ServingContext {
  /** For its next user: as if it were new. */
  lend(): ContextPort;
  /** How many it has been lent to. */
  served(): number;
  /** Milliseconds since it was opened. */
  ageMs(): number;
  /** Its tab has crashed while nobody used it. */
  isGone(): boolean;
  /**
   * Ends what its user does there, and forgets all that sites have left: cookies, and every kind of storage of every site. Its
   * user's routes have kept the browser's cache out of use.
   *
   * @throws what keeps it from being clean; then it is only to be closed
   */
  clean(): Promise<void>;
  close(): Promise<void>;
}

export const createServingContext = (context: OwnedContextPort, clock: Clock): ServingContext => {
  const since = clock.elapsed();
  let served = 0;
  let listeners: ((page: PagePort) => void)[] = [];
  /** Empty, from the user before. */
  let kept: PagePort | undefined;
  let isGone = false;
  const open = new Set<RequestPort>();
  context.on('request', (request) => open.add(request));
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));

  const silenceAll = async (pages: readonly PagePort[]): Promise<void> => {
    await Promise.all(pages.map((page) => silence(context, page, clock)));
  };
  const giveKept = (page: PagePort): PagePort => {
    kept = undefined;
    for (const listener of listeners) listener(page);
    return page;
  };

  return {
    served: () => served,
    ageMs: () => clock.elapsed() - since,
    isGone: () => isGone,
    lend() {
      served += 1;
      return {
        newPage: async () => (kept === undefined ? context.newPage() : giveKept(kept)),
        route: (url, handler) => context.route(url, handler),
        on(event, listener) {
          listeners.push(listener);
          return context.on(event, listener);
        },
      };
    },
    async clean() {
      const [own, ...others] = context.pages();
      if (own === undefined) throw new Error('its tab is gone');
      if (open.size > 0) throw new Error('what is on its way may leave something when it is answered');
      const session = await context.newCDPSession(own);
      await Promise.all([silence(context, own, clock, Promise.resolve(session)), silenceAll(others)]);
      await Promise.all(others.map((page) => page.close()));
      await empty(own, session);
      for (const event of pageEvents) own.removeAllListeners(event);
      for (const listener of listeners) context.off('page', listener);
      listeners = [];
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
      if (await hasWorkers(session)) throw new Error('a worker of its user goes on');
      await session.detach();
      if (context.pages().length > 1) throw new Error('a page was opened while its context was cleaned');
      own.on('crash', () => {
        isGone = true;
      });
      kept = own;
    },
    async close() {
      await silenceAll(context.pages());
      await context.close();
    },
  };
};

/** Workers that several pages share may outlive them; no route sees what they ask. */
const hasWorkers = async (session: CdpSessionPort): Promise<boolean> => {
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { targetInfos } = await session.send('Target.getTargets');
  return targetInfos.some(
    ({ type, browserContextId }) =>
      type.endsWith('_worker') && browserContextId === targetInfo.browserContextId,
  );
};
