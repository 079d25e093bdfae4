import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { seeded } from '../../support/random.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { createIds } from '../../support/year/chance.ts';
import { createManager } from '../../support/year/manager/entity-manager.ts';
import { withIds } from '../../support/year/play.ts';
import { allStatements, done } from '../../support/year/statements/statements.ts';
import { createStore } from '../../support/year/store/store.ts';
import { at } from '../support/clock.ts';
import { type Operation, someOperation } from './simulated/operations.ts';
import { realRows, simulatedRows } from './simulated/rows.ts';

const ROUNDS = 24;
const STEPS = 60;
/** The tables are looked at after so many; each answer is compared at once. */
const LOOK_EVERY = 15;

/** What a store answered, or with what it refused. */
const outcomeOf = async (operation: Operation, fork: () => EntityManager): Promise<unknown> => {
  try {
    const answer = (await operation(fork)) ?? null;
    // Which Postgres makes, when a record is made.
    return JSON.parse(
      JSON.stringify(answer, (key, value: unknown) => (key === 'traceId' ? undefined : value)),
    );
  } catch (error) {
    return { refused: (error as { code?: unknown }).code ?? String(error) };
  }
};

/** What takes a story of many steps, which chance seldom tells: the worlds ask it, and these rounds may not. */
const SELDOM = [
  'select 1 from "census"."batches" where "requested_by" = ? and "finished_at" is null',
  'select "user_id" as id from "census"."records" where "user_id" in',
  'select "requested_by" as "requestedBy", "cancelled_at" is not null as cancelled',
  'update "census"."batches" set "done" = "done" - 1',
  'select "user_id" as "id" from "census"."records" where "requested_by" = ?',
  'update "census"."records" set "requested_by" = nullif',
  'update "census"."places" set',
  'update "census"."attempts" set "refund" = \'paid\'',
];

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

  it('was compared in what it knows, but for what chance seldom reaches', () => {
    const left = allStatements.filter((statement) => !done.has(statement) && !SELDOM.includes(statement));
    expect(left).to.deep.equal([]);
  });
});
