import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../people/client.ts';
import { openStream } from '../people/event-stream.ts';

/** Somebody who keeps their page open: the stream is opened again when it ends, as the page does it. */
export interface Watcher {
  /** How often the stream ended. */
  ended(): number;
  /** How often it ended without saying so before. */
  unannounced(): number;
  /** Whether a stream is open now. */
  isOpen(): boolean;
  close(): void;
}

const LOOK_MS = 20;
/** For a stream that said nothing of when to come back. */
const BACK_MS = 500;

/** Opens a stream and keeps it open until it is told to close. */
export const keepWatching = (origin: string, client: Client): Watcher => {
  let ended = 0;
  let unannounced = 0;
  let open = false;
  let over = false;
  let close = (): void => {};

  const watch = async (): Promise<void> => {
    while (!over) {
      const stream = await openStream(origin, client.cookie());
      close = stream.close;
      open = stream.status === 200;
      while (!stream.isOver() && !over) await sleep(LOOK_MS);
      open = false;
      if (over) return;
      ended += 1;
      const told = stream.events.findLast(({ event }) => event === 'reconnect')?.data as
        | { inMs: number }
        | undefined;
      if (told === undefined) unannounced += 1;
      await sleep(told?.inMs ?? BACK_MS);
    }
  };
  // A stream that cannot be opened is one that is not open: the test says so.
  void watch().catch(() => {
    unannounced += 1;
  });

  return {
    ended: () => ended,
    unannounced: () => unannounced,
    isOpen: () => open,
    close() {
      over = true;
      close();
    },
  };
};
