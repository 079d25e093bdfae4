import { createAnnouncer } from './announce.ts';
import { joinStream } from './connection.ts';
import { look, shownPeople } from './look.ts';
import type { News } from './news.ts';
import { createNotice } from './notice.ts';
import { createPacer } from './pacer.ts';
import { enhanceRefreshForms } from './refresh.ts';
import { tabStore } from './tab-store.ts';
import { createToasts } from './toasts.ts';
import { createWishes } from './wishes.ts';

/** How often a page looks by itself: while somebody on it waits, for their place in the queue moves, or without a stream. */
const LOOK_AGAIN_MS = 10_000;

/**
 * Keeps what the page shows as new as the portal's own data.
 *
 * @param enhance makes what is new on the page work as the rest does
 */
export const followAnswers = (enhance: () => void): void => {
  const wishes = createWishes(tabStore(), Date.now);
  const toasts = createToasts();
  const announcer = createAnnouncer(wishes, toasts);
  const notice = createNotice();
  let live = false;
  let own: string | null = null;

  const lookAndEnhance = async (): Promise<void> => {
    const isReached = await look();
    if (!isReached) return;
    enhance();
    announcer.looked();
    dropAnswered();
  };
  const pacer = createPacer({
    look: lookAndEnhance,
    isHidden: () => document.hidden,
    now: () => performance.now(),
    later(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });

  const heard = (news: News): void => {
    own = news.own ?? own;
    announcer.heard(news);
    const changes = reasonsToLook(news, own);
    if (changes > 0) pacer.ask(changes);
  };
  if ('EventSource' in window) {
    const connection = joinStream({
      heard,
      isLive(now) {
        live = now;
        notice.isLive(now);
      },
      // When the session is over, the look goes to the login page.
      refused: () => pacer.ask(),
    });
    addEventListener('online', () => connection.wake());
    onShown(() => connection.wake());
  }
  setInterval(() => {
    if (!live || document.querySelector('[data-waiting]') !== null) pacer.ask();
  }, LOOK_AGAIN_MS);
  // A sleeping phone wakes with an old answer.
  addEventListener('online', () => pacer.ask());
  onShown(() => pacer.ask());
  enhanceRefreshForms({ wishes, toasts, look: lookAndEnhance });
};

/** Takes away what the page said of an answer that was awaited, once it is there. */
const dropAnswered = (): void => {
  if (document.querySelector('[data-waiting]') === null)
    document.querySelector('[data-until-answer]')?.remove();
};

const onShown = (work: () => void): void => {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) work();
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) work();
  });
};

/** How many of the changes concern this page: those of people whom it shows, or of all whom it counts. */
const reasonsToLook = ({ told, stale }: News, own: string | null): number => {
  const shown = new Map(shownPeople().map(({ dataset }) => [dataset.person, Number(dataset.version)]));
  const countsAll = document.querySelector('[data-follows="all"]') !== null;
  const showsOthers = countsAll || [...shown.keys()].some((userId) => userId !== own);
  const newer = told.filter(({ userId, version }) => {
    const known = shown.get(userId);
    // Where none was kept, which has no version, any is newer.
    return known === undefined ? countsAll && userId !== own : !(known >= version);
  });
  return newer.length + (stale && showsOthers ? 1 : 0);
};
