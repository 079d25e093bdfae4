import { expect } from 'chai';
import { freshOutlook, keptOutlook } from '../../../services/census/read/outlook.ts';
import { readViewRows } from '../../../services/census/read/view-rows.ts';
import { pause } from '../../../services/census/steer/operations.ts';
import { COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actor, lookupsIn } from './support/lookups.ts';

const SPACING_MS = 5_000;

describe('What those who wait are told, kept for half a second', () => {
  const database = useDatabase('census');
  const { register, take, set } = lookupsIn(database);

  const setUp = () => {
    const clock = createFakeClock();
    const kept = keptOutlook(SPACING_MS, clock);
    const placeOf = async (userId: string, now = at(100)) => {
      const rows = await readViewRows(database.fork(), [userId]);
      return (await kept.places(database.fork(), rows, now)).get(userId);
    };
    return { clock, kept, placeOf };
  };

  it('says the same places as were they counted for each', async () => {
    const people = [];
    for (let n = 0; n < 6; n += 1) people.push(await register({}, at(n)));
    await set(people[4] ?? '', { priority: 5 });
    await take(at(50));
    const rows = await readViewRows(database.fork(), people);
    const { kept } = setUp();
    const places = await kept.places(database.fork(), rows, at(100));
    expect(places).to.deep.equal(await freshOutlook(SPACING_MS).places(database.fork(), rows, at(100)));
    expect(places.size).to.equal(5);
  });

  it('keeps a place until half a second has passed', async () => {
    await register({}, at(0));
    const second = await register({}, at(1));
    const { clock, placeOf } = setUp();
    expect(await placeOf(second)).to.equal(2);
    await take(at(100));
    expect(await placeOf(second), 'as it was').to.equal(2);
    await clock.pass(500);
    expect(await placeOf(second)).to.equal(1);
  });

  it('finds who came, moved, or had their time come after the queue was read', async () => {
    const first = await register({}, at(0));
    const second = await register({}, at(1));
    const { placeOf } = setUp();
    expect(await placeOf(first)).to.equal(1);
    const newcomer = await register({}, at(100));
    expect(await placeOf(newcomer), 'who came').to.equal(3);
    await set(second, { priority: 1, updated_at: at(100) });
    expect(await placeOf(second), 'who moved').to.equal(1);
    await set(first, { status: 'TIMEOUT', error_code: 'timeout', due_at: at(100.2) });
    expect(await placeOf(first, at(100.3)), 'whose time came').to.be.a('number');
  });

  it('counts no further than is worth knowing, and counts newcomers by themselves', async () => {
    await database.query(
      `insert into census.records (user_id, cedula, status, attempt, priority, requested_at, due_at, version,
         created_at, updated_at)
       select gen_random_uuid(), (900000 + n)::text, 'PENDING', 0, 10, $1, $1, 1, $1, $1
       from generate_series(1, $2::int) n`,
      [at(0), COUNTED_PLACES],
    );
    const behind = await register({}, at(1));
    const { placeOf } = setUp();
    expect(await placeOf(behind)).to.equal(COUNTED_PLACES + 1);
    const urgent = await register({}, at(100));
    await set(urgent, { priority: 0 });
    expect(await placeOf(urgent)).to.equal(1);
  });

  it('has a reason to wait half a second later at the latest', async () => {
    const { clock, kept } = setUp();
    const holdAt = async () => (await kept.forecast(database.fork(), at(100))).hold?.reason ?? null;
    expect(await holdAt()).to.equal(null);
    await pause(database.fork(), actor('OPERATOR'), 'Mantenimiento', at(100));
    await clock.pass(500);
    expect(await holdAt()).to.equal('paused');
  });
});
