import { backoffMs } from './backoff.ts';
import { type News, newsOf } from './news.ts';

const ADDRESS = '/api/v1/events';
const EVENTS = ['snapshot', 'census', 'stale', 'beat'] as const;
/** The portal says every 25 s that it is there; a stream without a word for this long is dead. */
const SILENCE_MS = 40_000;
/** After a sleep it is not worth waiting for more than one word that is missing. */
const MISSING_MS = 28_000;

interface SourceOptions {
  /** The id of the last event that this browser got, empty when it got none. */
  lastId: string;
  heard(news: News): void;
  /** Whether answers come in by themselves now. */
  isLive(live: boolean): void;
  /** The portal does not want it: the session may be over. */
  refused(): void;
}

export interface Source {
  /** Opens anew what has not said a word for long, such as after a sleep. */
  wake(): void;
  close(): void;
}

/** An event stream that comes back by itself, whatever ends it. */
export const openSource = ({ lastId: from, heard, isLive, refused }: SourceOptions): Source => {
  let lastId = from;
  let source: EventSource | undefined;
  let refusals = 0;
  let heardAt = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(again);
    clearTimeout(silence);
    source?.close();
  };
  const reopenIn = (ms: number): void => {
    close();
    again = setTimeout(open, ms);
  };
  const alive = (): void => {
    heardAt = Date.now();
    clearTimeout(silence);
    silence = setTimeout(() => {
      isLive(false);
      reopenIn(0);
    }, SILENCE_MS);
  };

  const open = (): void => {
    const query = lastId === '' ? '' : `?${new URLSearchParams({ lastEventId: lastId })}`;
    const opened = new EventSource(ADDRESS + query);
    source = opened;
    alive();
    opened.addEventListener('open', () => {
      refusals = 0;
      alive();
      isLive(true);
    });
    opened.addEventListener('error', () => {
      isLive(false);
      // While it connects the browser tries again by itself.
      if (opened.readyState !== EventSource.CLOSED) return;
      reopenIn(backoffMs(refusals, Math.random()));
      refusals += 1;
      refused();
    });
    opened.addEventListener('reconnect', (event) => {
      const { inMs } = JSON.parse(event.data) as { inMs: number };
      isLive(false);
      reopenIn(inMs);
    });
    for (const name of EVENTS)
      opened.addEventListener(name, (event) => {
        alive();
        if (event.lastEventId !== '') lastId = event.lastEventId;
        heard(newsOf(name, event.data, lastId));
      });
  };
  open();

  return {
    wake() {
      if (Date.now() - heardAt > MISSING_MS) reopenIn(0);
    },
    close,
  };
};
