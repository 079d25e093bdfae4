import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { seeded } from '../../support/random.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { createIds } from '../../support/year/chance.ts';
import { withIds } from '../../support/year/play.ts';
import { createManager } from '../../support/year/store/entity-manager.ts';
import { allStatements, done } from '../../support/year/store/statements.ts';
import { createStore } from '../../support/year/store/store.ts';
import { at } from '../support/clock.ts';
import { type Operation, someOperation } from './simulated/operations.ts';
import { realRows, simulatedRows } from './simulated/rows.ts';

const ROUNDS = 24;
const STEPS = 60;
/** The tables are looked at after so many; each answer is compared at once. */
const LOOK_EVERY = 6;

/** What a store answered, or with what it refused. */
const outcomeOf = async (operation: Operation, fork: () => EntityManager): Promise<unknown> => {
  try {
    const answer = (await operation(fork)) ?? null;
    // Which Postgres makes, when a record is made.
    return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'traceId' ? undefined : value)));
  } catch (error) {
    return { refused: (error as { code?: unknown }).code ?? String(error) };
  }
};

describe('The simulated store', () => {
  const database = useDatabase('census');

  it('does what Postgres does, whatever is asked in whatever order', async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const random = seeded(round);
      const id = createIds(round);
      const users = Array.from({ length: 5 }, id);
      const store = createStore({ schema: 'census', committed: () => undefined });
      const simulated = () =>
        createManager(store, { ask: () => undefined, hear: () => undefined, began: () => undefined });
      const told: string[] = [];
      await database.empty();
      for (let step = 0, seconds = 0; step < STEPS; step += 1) {
        seconds += random.pick([0, 1, 40, 200, 1_000, 90_000]);
        const [name, operation] = someOperation({ random, store, users, now: at(seconds) });
        told.push(name);
        const real = await withIds(step, () => outcomeOf(operation, () => database.fork()));
        const ours = await withIds(step, () => outcomeOf(operation, simulated));
        const story = `round ${round}, step ${step}, ${told.slice(-8).join(', ')}`;
        expect(ours, story).to.deep.equal(real);
        if ((step + 1) % LOOK_EVERY === 0)
          expect(simulatedRows(store), story).to.deep.equal(await realRows(database));
      }
    }
  });

  it('was compared in everything that it knows', () => {
    expect(allStatements.filter((statement) => !done.has(statement))).to.deep.equal([]);
  });
});
