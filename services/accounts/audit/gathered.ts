import type { EntityManager } from '@mikro-orm/postgresql';
import pLimit from 'p-limit';
import { errorCodeOf } from '../../../shared/errors.ts';
import { counted } from '../../../shared/plural.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/within.ts';
import { type Entry, record } from './audit.ts';

/** What may happen a thousand times a minute, and of which the trail has one entry a minute all the same. */
export interface Gathered {
  /** @param key what is told of together: the same person, or the same address block */
  note(key: string, entry: Entry): void;
  /** Writes what was only counted so far; what Postgres does not take in time is lost, and that is logged. */
  close(): Promise<void>;
}

interface Window {
  entry: Entry;
  /** How often it happened since what was written. */
  more: number;
  since: number;
}

interface GatheredOptions {
  fork: () => EntityManager;
  log: { warn(message: string): void };
  clock?: Clock;
}

const WINDOW_MS = 60_000;
const LOOK_MS = 5_000;
/** A stop that somebody waits for is forced after 9 s, and the database closes after this. */
const STOP_MS = 3_000;
/** Beyond so many at once, what is new is told of together by its action. */
const MOST_WINDOWS = 5_000;

/**
 * The first is written at once, what follows within a minute with its number at the minute's end. Nobody waits for it. A
 * process that is killed loses the numbers of its last minute, never the first.
 */
export const createGathered = ({ fork, log, clock = systemClock }: GatheredOptions): Gathered => {
  const windows = new Map<string, Window>();
  const places = pLimit(1);
  const writing = new Set<Promise<void>>();

  const write = (entry: Entry): void => {
    const at = new Date(clock.now());
    const written = places(() => record(fork(), entry, at))
      .catch((error) =>
        log.warn(`an entry ${entry.action} of the trail was not written: ${errorCodeOf(error)}`),
      )
      .finally(() => writing.delete(written));
    writing.add(written);
  };

  const tell = ({ entry, more }: Window): void => {
    const { detail = '' } = entry;
    write({
      ...entry,
      detail: `${detail}${detail === '' ? '' : ': '}${counted(more, 'vez', 'veces')} más`,
    });
  };

  const lookRound = (): void => {
    const now = clock.elapsed();
    for (const [key, window] of windows) {
      if (now - window.since < WINDOW_MS) continue;
      windows.delete(key);
      if (window.more === 0) continue;
      tell(window);
      windows.set(key, { ...window, more: 0, since: now });
    }
  };
  const stop = clock.every(LOOK_MS, lookRound);

  return {
    note(key, entry) {
      const own = `${entry.action} ${key}`;
      const name = windows.has(own) || windows.size < MOST_WINDOWS ? own : entry.action;
      const window = windows.get(name);
      if (window !== undefined) {
        window.more += 1;
        return;
      }
      windows.set(name, { entry, more: 0, since: clock.elapsed() });
      write(entry);
    },
    async close() {
      stop();
      for (const window of windows.values()) if (window.more > 0) tell(window);
      windows.clear();
      await within(STOP_MS, Promise.all(writing), {
        clock,
        late() {
          places.clearQueue();
          log.warn(`${writing.size} entries of the trail were not written before the stop`);
        },
      });
    },
  };
};
