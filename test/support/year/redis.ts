import type { PaceStore } from '../../../services/scraper/pace/store.ts';
import type { Departure } from '../../../services/scraper/pace/turn.ts';
import type { Chance } from './chance.ts';
import type { Process } from './process.ts';
import type { World } from './time.ts';

/** Windows by a clock of their own, as `redisStore` keeps them. */
export const createWindows = (now: () => number) => {
  const until = new Map<Departure, number>();
  const left = (kind: Departure): number => Math.max(0, (until.get(kind) ?? 0) - now());
  return {
    tryTake(kind: Departure, spacingMs: number): number {
      const closedMs = left(kind);
      if (closedMs > 0) return Math.max(1, Math.ceil(closedMs));
      until.set(kind, now() + spacingMs);
      return 0;
    },
    close(kind: Departure, forMs: number): void {
      until.set(kind, now() + Math.ceil(forMs));
    },
    wipe: () => until.clear(),
  };
};

/** How often commands go wrong: parts of the cases. */
export interface RedisTrouble {
  lost: number;
  slow: number;
}

/** A connection as a scraper has it: the pace may not be asked right after it was made anew. */
interface Connection {
  store: PaceStore;
  /** Moment of the process's `elapsed`, as `openPace` has it. */
  notBefore(): number;
}

export interface SimulatedRedis {
  connect(process: Process, spacingMs: number, slackMs: number): Connection;
  setUp(up: boolean): void;
  /** It is started anew. @param wiped without what it knew */
  restart(wiped: boolean): void;
}

const COMMAND_TIMEOUT_MS = 2_000;

export const createRedis = (world: World, chance: Chance, trouble: RedisTrouble): SimulatedRedis => {
  const windows = createWindows(world.now);
  const connections: { drop(): void }[] = [];
  let up = true;

  return {
    connect(process, spacingMs, slackMs) {
      let isOpen = false;
      let generation = 0;
      let notBefore = Number.POSITIVE_INFINITY;
      const reconnect = (): void => {
        process.after(chance.between(5, 2_000), () => {
          if (!up) return reconnect();
          isOpen = true;
          notBefore = process.clock.elapsed() + spacingMs + slackMs;
          world.changed();
        });
      };
      connections.push({
        drop() {
          isOpen = false;
          generation += 1;
          if (process.isAlive()) reconnect();
        },
      });
      reconnect();
      const command = async <T>(work: () => T): Promise<T> => {
        await process.gate();
        if (!isOpen) throw new Error('Redis is away');
        const mine = generation;
        const pass = async (ms: number): Promise<void> => {
          await process.clock.wait(ms);
          if (mine !== generation) throw new Error('Connection is closed.');
        };
        const wayMs = chance.happens(trouble.slow) ? chance.between(100, 4_000) : chance.delay(1, 30);
        if (wayMs < 0.9) {
          const result = work();
          await process.gate();
          return result;
        }
        await pass(Math.min(wayMs, COMMAND_TIMEOUT_MS) / 2);
        const isHeard = up && !chance.happens(trouble.lost);
        const result = isHeard ? work() : undefined;
        await pass(Math.min(wayMs, COMMAND_TIMEOUT_MS) / 2);
        if (!isHeard || wayMs > COMMAND_TIMEOUT_MS) throw new Error('Command timed out');
        return result as T;
      };
      return {
        notBefore: () => (notBefore === Number.POSITIVE_INFINITY ? 0 : notBefore),
        store: {
          tryTake: (kind) => command(() => windows.tryTake(kind, spacingMs)),
          close: (kind, forMs) => command(() => windows.close(kind, forMs)),
        },
      };
    },
    setUp(now) {
      up = now;
      world.changed();
      if (!up) for (const connection of connections) connection.drop();
    },
    restart(wiped) {
      if (wiped) windows.wipe();
      for (const connection of connections) connection.drop();
      world.changed();
    },
  };
};
