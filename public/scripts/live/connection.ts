import { createMemory, type Memory, newsSince, type Remembered } from './memory.ts';
import type { News } from './news.ts';
import { createPatience } from './patience.ts';
import { openSource, type Source } from './source.ts';
import { tabStore } from './tab-store.ts';
import { canShare, waitForTurn } from './turn.ts';
import { whileSeen } from './while-seen.ts';

/** What the tabs of one browser say to each other. */
type Message =
  | { kind: 'news'; news: News }
  | { kind: 'live'; live: boolean }
  | { kind: 'joined' }
  | { kind: 'welcome'; remembered: Remembered; live: boolean }
  | { kind: 'ping' }
  | { kind: 'pong'; live: boolean };

const CHANNEL = 'censo-live';
const LAST_ID = 'censo-ultimo';
const REMEMBERED = 500;
const PING_MS = 2_000;
const PATIENCE_MS = 4_000;

interface ConnectionOptions {
  heard(news: News): void;
  isLive(live: boolean): void;
  refused(): void;
}

/** This tab's part in the one stream that a browser has. */
export interface Connection {
  /** The page is seen again, perhaps after a sleep. */
  wake(): void;
}

/** Joins the browser's stream: the tab whose turn it is holds it and passes on what comes. */
export const joinStream = ({ heard, isLive, refused }: ConnectionOptions): Connection => {
  const channel = canShare() ? new BroadcastChannel(CHANNEL) : undefined;
  const patience = createPatience(PATIENCE_MS);
  const store = tabStore();
  let lastId = store.getItem(LAST_ID) ?? '';
  let source: Source | undefined;
  let memory: Memory | undefined;
  let live = false;

  const post = (message: Message): void => channel?.postMessage(message);
  const setLive = (now: boolean): void => {
    live = now;
    isLive(now);
  };
  const take = (news: News): void => {
    if (news.lastId !== '') {
      lastId = news.lastId;
      store.setItem(LAST_ID, lastId);
    }
    heard(news);
  };

  const answer: { [K in Message['kind']]: (message: Extract<Message, { kind: K }>) => void } = {
    news: ({ news }) => take(news),
    live: (message) => setLive(message.live),
    joined() {
      if (memory !== undefined) post({ kind: 'welcome', remembered: memory.tell(), live });
    },
    welcome({ remembered, live: now }) {
      setLive(now);
      take(newsSince(remembered, performance.timeOrigin));
    },
    ping() {
      if (source !== undefined) post({ kind: 'pong', live });
    },
    pong: (message) => setLive(message.live),
  };
  channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const isFromHolder = data.kind !== 'ping' && data.kind !== 'joined';
    // Whoever holds the stream itself knows better than one who lost it a moment ago.
    if (isFromHolder && source !== undefined) return;
    if (isFromHolder) patience.heard();
    answer[data.kind](data as never);
  });

  const gained = (): void => {
    memory = createMemory(REMEMBERED, Date.now(), lastId);
    source = openSource({
      lastId,
      heard(news) {
        memory?.note(news, Date.now());
        post({ kind: 'news', news });
        take(news);
      },
      isLive(now) {
        if (now !== live) post({ kind: 'live', live: now });
        setLive(now);
      },
      refused,
    });
  };
  const lost = (): void => {
    source?.close();
    source = undefined;
    memory = undefined;
  };
  const turn = channel === undefined ? whileSeen({ gained, lost }) : waitForTurn({ gained, lost });
  post({ kind: 'joined' });

  const join = (): void => {
    turn.join();
    post({ kind: 'joined' });
  };
  addEventListener('pagehide', turn.leave);
  document.addEventListener('freeze', turn.leave);
  document.addEventListener('resume', join);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) join();
  });
  setInterval(() => {
    // Nobody misses a stream that nobody sees.
    if (channel === undefined || source !== undefined || document.hidden) return patience.heard();
    if (patience.isOver(Date.now())) {
      patience.heard();
      return turn.take();
    }
    patience.asked(Date.now());
    post({ kind: 'ping' });
  }, PING_MS);

  return { wake: () => source?.wake() };
};
