const NAME = 'censo-live';

/** A place in the queue of this browser's tabs; the first in it holds the one stream. */
export interface Turn {
  /** Lets the next tab have it; a page that goes away, or is frozen. */
  leave(): void;
  /** Queues again after `leave`. */
  join(): void;
  /** Takes it from a tab that does not answer any more. */
  take(): void;
}

interface TurnOptions {
  gained(): void;
  lost(): void;
}

/** Whether tabs of this browser can agree on one of them. */
export const canShare = (): boolean => 'locks' in navigator && 'BroadcastChannel' in window;

/** Tabs queue for a lock: the browser itself gives it to the next when a tab ends. */
export const waitForTurn = ({ gained, lost }: TurnOptions): Turn => {
  let queued: AbortController | undefined;
  let release: (() => void) | undefined;

  const hold = (): Promise<void> =>
    new Promise((resolve) => {
      release = resolve;
      gained();
    });

  const queue = async (steal: boolean): Promise<void> => {
    const mine = new AbortController();
    queued = mine;
    try {
      // A lock that is taken by force cannot be called off.
      await navigator.locks.request(NAME, steal ? { steal } : { signal: mine.signal }, hold);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
      if (mine.signal.aborted) return;
      // Taken by a tab that heard nothing of this one.
      release = undefined;
      lost();
      await queue(false);
    }
  };

  const leave = (): void => {
    queued?.abort();
    queued = undefined;
    if (release === undefined) return;
    release();
    release = undefined;
    lost();
  };
  const join = (): void => {
    if (queued === undefined) void queue(false);
  };

  join();
  return {
    leave,
    join,
    take() {
      leave();
      void queue(true);
    },
  };
};

/** Without locks each tab has a stream of its own while it is seen: a browser opens only six to one place. */
export const whileSeen = ({ gained, lost }: TurnOptions): Turn => {
  let holds = false;
  const leave = (): void => {
    if (holds) lost();
    holds = false;
  };
  const join = (): void => {
    if (holds || document.hidden) return;
    holds = true;
    gained();
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : join()));
  join();
  return { leave, join, take: join };
};
