import { look, lookSoon, shownPeople } from './look.ts';

/** How often what waits is looked at again when no event came, in ms: its place in the queue moves. */
const LOOK_AGAIN_MS = 10_000;
/** A stream that was refused is opened again after this time, in ms. */
const REOPEN_MS = 5_000;
/** A stream that is away for this long is worth telling. */
const OFFLINE_AFTER_MS = 4_000;

/** Keeps what the page shows of people as new as the portal's own data. */
export const followAnswers = (): void => {
  if ('EventSource' in window) follow();
  // Taken out of the back-forward cache, the page has a closed stream.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  setInterval(() => {
    if (!document.hidden && document.querySelector('[data-waiting]') !== null) void look();
  }, LOOK_AGAIN_MS);
  // A sleeping phone wakes with a dead stream and an old answer.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
};

/** Follows the stream of answers; what is shown in an older version is looked at again. */
const follow = (): void => {
  const notice = document.getElementById('offline');
  const source = new EventSource('/api/v1/events');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (offline: boolean) => {
    if (notice !== null) notice.hidden = !offline;
  };
  source.addEventListener('open', () => {
    clearTimeout(timer);
    tell(false);
    // What changed while there was no stream.
    lookSoon();
  });
  source.addEventListener('error', () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(true), OFFLINE_AFTER_MS);
    // Refused: the browser gives up. When the session is over the look goes to the login page.
    if (source.readyState === EventSource.CLOSED) {
      lookSoon();
      setTimeout(follow, REOPEN_MS);
    }
  });
  source.addEventListener('census', (event) => {
    const { userId, version } = JSON.parse(event.data) as { userId: string; version: number };
    if (shownPeople().some(({ dataset }) => dataset.person === userId && Number(dataset.version) < version))
      lookSoon();
  });
  addEventListener('pagehide', () => source.close());
};
