import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readView } from '../../../services/census/read/view.ts';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import { forgetSubnets } from '../../../services/census/store/person-turn.ts';
import { createRecord } from '../../../services/census/store/records.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S } from '../support/clock.ts';
import { active, actor, failed, LANE, lookupsIn } from './support/lookups.ts';

describe('The order among those who wait in front of the page', () => {
  const database = useDatabase('census');
  const { lease, take, complete, record } = lookupsIn(database);
  const names = new Map<string, string>();
  let now = 0;

  beforeEach(() => {
    names.clear();
    now = 0;
  });

  /** Somebody registers, each a second after the last. */
  const join = async (name: string, subnet: string | null, referrerId: string | null = null) => {
    now += 1;
    const userId = randomUUID();
    names.set(userId, name);
    const event = { userId, cedula: '1020304050', referrerId, registeredAt: at(now).toISOString(), subnet };
    await createRecord(database.fork(), event, at(now));
    return userId;
  };
  const crowd = async (
    size: number,
    name: string,
    subnet: string | null,
    referrerId: string | null = null,
  ) => {
    const ids: string[] = [];
    for (let n = 1; n <= size; n += 1) ids.push(await join(`${name}${n}`, subnet, referrerId));
    return ids;
  };
  /** Looks up the next ones, one a second. @returns who they were */
  const served = async (count: number, outcome: Parameters<typeof complete>[1] = active) => {
    const found: (string | undefined)[] = [];
    for (let next = 0; next < count; next += 1) {
      now += 1;
      const { leaseId, userId } = await take(at(now));
      found.push(names.get(userId));
      await complete(leaseId, outcome, at(now));
    }
    return found;
  };
  const refresh = (userId: string, subnet: string) =>
    refreshOne(database.fork(), { actor: actor('USER', userId), cooldownS: 0, subnet }, userId, at(now));

  it('answers each of ten from elsewhere within eleven turns, behind 250 from one subnet', async () => {
    await crowd(100, 'flood', 'one');
    await served(30);
    await crowd(150, 'flood', 'one');
    for (let n = 1; n <= 10; n += 1) await join(`honest${n}`, `home-${n}`);

    const next = await served(11);
    expect(next.filter((name) => name?.startsWith('honest'))).to.have.lengthOf(10);
  });

  it('answers somebody from elsewhere next but one, whenever they come while a flood is served', async () => {
    await crowd(30, 'flood', 'one');
    for (const name of ['first', 'second', 'third']) {
      await served(3);
      await join(name, name);
      expect(await served(2)).to.include(name);
    }
  });

  it('alternates between subnets, however many people each has', async () => {
    await crowd(4, 'a', 'a');
    await crowd(2, 'b', 'b');
    await crowd(3, 'c', 'c');
    expect(await served(9)).to.deep.equal(['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'c3', 'a4']);
  });

  it('is that of their coming when each comes from elsewhere, or nobody knows from where', async () => {
    await crowd(3, 'a', null);
    await join('b', 'b');
    await crowd(2, 'c', null);
    expect(await served(6)).to.deep.equal(['a1', 'a2', 'a3', 'b', 'c1', 'c2']);
  });

  it('alternates between referrers whose people come from many subnets', async () => {
    const [ana, beto] = [randomUUID(), randomUUID()];
    for (let n = 1; n <= 4; n += 1) await join(`ana${n}`, `ana-${n}`, ana);
    for (let n = 1; n <= 2; n += 1) await join(`beto${n}`, `beto-${n}`, beto);
    await join('alone', 'alone');
    expect(await served(7)).to.deep.equal(['ana1', 'beto1', 'alone', 'ana2', 'beto2', 'ana3', 'ana4']);
  });

  it('is no better for a flood from one subnet with many links', async () => {
    for (let n = 1; n <= 5; n += 1) await join(`flood${n}`, 'one', randomUUID());
    await join('honest', 'home', randomUUID());
    expect(await served(3)).to.deep.equal(['flood1', 'honest', 'flood2']);
  });

  it('does not let a flood from one subnet use somebody’s link to put off that person’s own guests', async () => {
    const leader = randomUUID();
    await crowd(50, 'flood', 'one', leader);
    await join('guest', 'home', leader);
    expect(await served(3)).to.include('guest');
  });

  it('does not let a flood under one link from many subnets put off who comes from one of those', async () => {
    const leader = randomUUID();
    for (let n = 1; n <= 20; n += 1) await join(`flood${n}`, `carrier-${n}`, leader);
    await join('honest', 'carrier-20');
    expect(await served(3)).to.include('honest');
  });

  it('puts a retry behind the crowd that it came with, not before whoever came since', async () => {
    await crowd(3, 'flood', 'one');
    await served(3, failed('network'));
    now += 70;
    await crowd(3, 'late', 'one');
    await join('honest', 'home');
    // The three are due again, and the honest one is next but one all the same.
    expect(await served(2)).to.include('honest');
  });

  it('serves the retry of somebody alone when it is due, behind no crowd', async () => {
    await join('alone', 'home');
    await served(1, failed('network'));
    await crowd(80, 'flood', 'one');
    expect(await served(2)).to.include('alone');
  });

  it('gives back no place before others to a crowd whose refreshes come at once', async () => {
    // As many as do not open the circuit.
    const people = await crowd(4, 'flood', 'one');
    await served(4, failed('captcha'));
    now += 60;
    for (const userId of people) await refresh(userId, 'one');
    await join('honest', 'home');
    expect(await served(2)).to.include('honest');
  });

  it('lets a probe pass nobody’s turn', async () => {
    await crowd(5, 'flood', 'one');
    await database.query(
      `insert into census.lanes (name, state, refusals, open_s, open_until, seen_at)
       values ('${LANE}', 'open', 1, 60, $1, $1)`,
      [at(1)],
    );
    now = 100;
    await lease(at(now));
    const [lane] = await database.query('select served_turn from census.lanes');
    expect(lane).to.deep.equal({ served_turn: 0 });
  });

  it('is what everybody is told of their place', async () => {
    const flood = await crowd(5, 'flood', 'one');
    const honest = await join('honest', 'home');
    const placeOf = async (userId: string) =>
      (
        await readView(
          database.fork(),
          actor('USER', userId),
          userId,
          { cooldownS: 30, spacingMs: 5_000, maxAttempts: 3 } as never,
          at(now),
        )
      ).queue?.position;
    expect([
      await placeOf(flood[0] ?? ''),
      await placeOf(honest),
      await placeOf(flood[1] ?? ''),
    ]).to.deep.equal([1, 2, 3]);
  });

  it('keeps where somebody came from until they are answered, for a day at the most', async () => {
    const [first, second] = [await join('a', 'one'), await join('b', 'two')];
    const subnetOf = async (userId: string) =>
      (
        await database.query<{ subnet: string | null }>(
          'select subnet from census.records where user_id = $1',
          [userId],
        )
      )[0]?.subnet;
    await served(1);
    expect(await subnetOf(first)).to.equal(null);
    const { version } = await record(second);
    expect(await forgetSubnets(database.fork(), at(DAY_S))).to.equal(0);
    expect(await subnetOf(second)).to.equal('two');
    expect(await forgetSubnets(database.fork(), at(DAY_S + 10))).to.equal(1);
    expect(await subnetOf(second)).to.equal(null);
    expect((await record(second)).version, 'no news to anybody').to.equal(version);
  });
});
