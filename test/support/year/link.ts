import type { EntityManager } from '@mikro-orm/postgresql';
import type { Chance } from './chance.ts';
import { createManager } from './manager/entity-manager.ts';
import type { Link } from './manager/run.ts';
import type { Process } from './process.ts';
import type { Store } from './store/store.ts';
import type { World } from './time.ts';

/** What a database does to those who use it: parts of the cases. */
export interface DatabaseTrouble {
  slow: number;
  /** The connection breaks, be it before or after the statement was done. */
  cut: number;
}

/** A Postgres that can go away and come back. */
export interface Database {
  readonly store: Store;
  isUp(): boolean;
  setUp(up: boolean): void;
  forkFor(process: Process): () => EntityManager;
}

class AwayError extends Error {
  readonly code = 'ECONNREFUSED';
}

const LONG_MS = 1_000;

export const createDatabase = (
  { world, chance }: { world: World; chance: Chance },
  store: Store,
  trouble: DatabaseTrouble,
): Database => {
  let up = true;
  const wait = async (process: Process, ms: number): Promise<void> => {
    await process.clock.wait(ms);
    if (ms > LONG_MS) world.stir();
  };
  const pass = (process: Process): Promise<void> | undefined => {
    if (!up) throw new AwayError('Postgres is away');
    if (chance.happens(trouble.cut)) throw new AwayError('the connection broke');
    if (chance.happens(trouble.slow)) return wait(process, chance.between(5, 3_000));
    return process.gate();
  };
  return {
    store,
    isUp: () => up,
    setUp(now) {
      up = now;
      if (!up) store.restart();
      world.changed();
    },
    forkFor(process) {
      const link: Link = {
        ask: () => {
          const gate = process.gate();
          return gate === undefined ? pass(process) : gate.then(() => pass(process));
        },
        hear: () => (chance.happens(trouble.slow) ? wait(process, chance.between(1, 200)) : process.gate()),
        began: (tx) => process.owns(store, tx),
      };
      return () => createManager(store, link);
    },
  };
};
