import type { Clock } from '../../../shared/time/clock.ts';
import { type ContextPort, type OwnedContextPort, type PagePort, pageEvents } from './driver.ts';
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
      await silenceAll(others);
      await Promise.all(others.map((page) => page.close()));
      const session = await context.newCDPSession(own);
      await empty(own, session);
      for (const event of pageEvents) own.removeAllListeners(event);
      for (const listener of listeners) context.off('page', listener);
      listeners = [];
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
      await session.detach();
      if (context.pages().length > 1) throw new Error('a page was opened while its context was cleaned');
      kept = own;
    },
    async close() {
      await silenceAll(context.pages());
      await context.close();
    },
  };
};
