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

export interface TurnOptions {
  gained(): void;
  lost(): void;
}

/** Whether tabs of this browser can agree on one of them. */
export const canShare = (): boolean => 'locks' in navigator && 'BroadcastChannel' in globalThis;

/** Tabs queue for a lock: the browser itself gives it to the next when a tab ends. */
export const waitForTurn = ({ gained, lost }: TurnOptions): Turn => {
  let queued: AbortController | undefined;
  let release: (() => void) | undefined;

  const hold = (mine: AbortController) => (): Promise<void> => {
    // Left while it was on its way: a lock that is taken by force cannot be called off.
    if (mine.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      release = resolve;
      gained();
    });
  };

  const queue = async (steal: boolean): Promise<void> => {
    const mine = new AbortController();
    queued = mine;
    try {
      await navigator.locks.request(NAME, steal ? { steal } : { signal: mine.signal }, hold(mine));
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
