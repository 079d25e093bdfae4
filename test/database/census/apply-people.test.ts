import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { applyPeople, type Person } from '../../../services/census/catch-up/apply-people.ts';
import { listRecordChanges } from '../../../services/census/catch-up/record-changes.ts';
import { noteRole } from '../../../services/census/store/leaders.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { withoutConstraint } from '../support/without-constraint.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, LANE, lookupsIn } from './support/lookups.ts';

describe('What the census finds out by looking at people', () => {
  const database = useDatabase('census');
  const { register, take, lookUp, record, announcements } = lookupsIn(database);
  const { crowd, add, begin, view } = batchesIn(database);
  let found: string[];
  let failures: string[];
  let due: number;
  beforeEach(() => {
    [found, failures] = [[], []];
    due = 0;
  });

  const person = (given: Partial<Person> = {}): Person => ({
    userId: randomUUID(),
    changedAt: at(0).toISOString(),
    kind: 'person',
    role: 'USER',
    referrerId: null,
    registered: { cedula: '1020304050', registeredAt: at(0).toISOString() },
    censusVersion: 0,
    ...given,
  });
  const registeredWith = (cedula: string) => ({ cedula, registeredAt: at(0).toISOString() });
  const look = (items: Parameters<typeof applyPeople>[1], seconds = 100) =>
    applyPeople(
      {
        fork: () => database.fork(),
        now: () => at(seconds),
        after(effects) {
          if (effects.includes('wake')) due += 1;
        },
        found: (what) => found.push(what),
        failed: (userId) => failures.push(userId),
      },
      items,
    );
  const leaders = () =>
    database.query('select user_id, referrer_id, leads from census.leaders order by as_of');

  it('makes the record that is missing, due at once and announced, as the event would have', async () => {
    const somebody = person();
    await look([somebody, person({ registered: null })]);

    expect(await record(somebody.userId)).to.deep.include({ status: 'PENDING', due_at: at(100), version: 1 });
    expect((await announcements(somebody.userId)).map(({ payload }) => payload.status)).to.deep.equal([
      'PENDING',
    ]);
    expect(await database.query('select 1 from census.records')).to.have.lengthOf(1);
    expect({ found, due }).to.deep.equal({ found: ['record'], due: 1 });
  });

  it('gives those whose events were lost the turns that they would have had', async () => {
    const from = (subnet: string) =>
      person({ registered: { cedula: '1020304050', registeredAt: at(0).toISOString(), subnet } });
    const [first, second, elsewhere] = [from('one'), from('one'), from('another')];
    await look([first, second, elsewhere]);

    const turnOf = async ({ userId }: Person) => (await record(userId)).turn;
    expect([await turnOf(first), await turnOf(second)]).to.have.members([1, 2]);
    expect(await turnOf(elsewhere)).to.equal(1);
  });

  it('goes on with the others when one cannot be stored, and tries that one again', async () => {
    const [poison, next] = [
      person({ registered: { cedula: '1', registeredAt: at(0).toISOString() } }),
      person(),
    ];
    await database.query(`alter table census.records add constraint fault check (cedula <> '1')`);
    try {
      await look([poison, next]);
      expect(await record(next.userId)).to.include({ status: 'PENDING' });
      expect(failures).to.deep.equal([poison.userId]);
    } finally {
      await database.query('alter table census.records drop constraint fault');
    }
    await look([poison, next]);
    expect(await record(poison.userId)).to.include({ status: 'PENDING' });
  });

  it('changes nothing when nothing was missed', async () => {
    const userId = await register();
    await look([person({ userId, censusVersion: 1 })]);

    expect(await record(userId)).to.include({ version: 1 });
    expect({ found, due }).to.deep.equal({ found: [], due: 0 });
  });

  it('makes one record although the event comes at the same moment', async () => {
    const somebody = person();
    await Promise.all([look([somebody]), look([somebody]), register({ userId: somebody.userId })]);

    expect(await database.query('select 1 from census.records')).to.have.lengthOf(1);
    expect(await announcements(somebody.userId)).to.have.lengthOf(1);
  });

  it('makes a lost record newer than what others were told of it', async () => {
    const somebody = person({ censusVersion: 9 });
    await look([somebody]);

    expect(await record(somebody.userId)).to.include({ version: 10 });
    expect((await announcements(somebody.userId)).map(({ payload }) => payload.version)).to.deep.equal([10]);
  });

  it('makes a record newer that went back with a backup, and leaves the others', async () => {
    const [old, current] = [await register(), await register({ cedula: '1020304051' })];
    await look([
      person({ userId: old, censusVersion: 7 }),
      person({ userId: current, censusVersion: 1, registered: registeredWith('1020304051') }),
    ]);

    expect(await record(old)).to.include({ version: 8, status: 'PENDING' });
    expect(await record(current)).to.include({ version: 1 });
    expect((await announcements(old)).map(({ payload }) => payload.version)).to.deep.equal([1, 8]);
    expect(found).to.deep.equal(['version']);
  });

  it('learns that somebody was corrected, unless it was told of a later correction', async () => {
    const [before, referrerId] = [randomUUID(), randomUUID()];
    const userId = await register({ cedula: '1020304051', referrerId: before });
    await look([person({ userId, referrerId, censusVersion: 1, changedAt: at(50).toISOString() })]);

    expect(await record(userId)).to.include({ cedula: '1020304050', referrer_id: referrerId, version: 2 });
    expect({ found, due }).to.deep.equal({ found: ['correction'], due: 1 });

    await look([person({ userId, referrerId: before, censusVersion: 1, changedAt: at(40).toISOString() })]);
    expect(await record(userId)).to.include({ referrer_id: referrerId, version: 2 });
  });

  it('learns who brought somebody now, also of whom it knows nobody since that one was erased', async () => {
    const [former, referrerId] = [randomUUID(), randomUUID()];
    const userId = await register({ referrerId: former });
    const corrected = (by: string, seconds: number): Person => {
      const [changedAt, decidedAt] = [at(seconds).toISOString(), at(0).toISOString()];
      return person({ userId, referrerId: by, censusVersion: 1, changedAt, decidedAt });
    };
    await look([corrected(randomUUID(), 50)]);
    await database.query('update census.records set referrer_id = null');
    found = [];

    await look([corrected(referrerId, 60)]);
    expect(await record(userId)).to.include({ referrer_id: referrerId });
    found = [];
    await look([corrected(referrerId, 60)]);
    expect(found, 'once').to.deep.equal([]);
  });

  it('learns who leads and who does no more, and forgets nothing newer', async () => {
    const [leader, former, recent] = [randomUUID(), randomUUID(), randomUUID()];
    const coordinator = randomUUID();
    const role = (userId: string, changedAt: Date) =>
      noteRole(database.fork(), {
        ...{ userId, referrerId: null, role: 'LEADER' as const, changedAt: changedAt.toISOString() },
      });
    await role(former, at(-50));
    await role(recent, at(50));
    const registered = null;
    await look([
      person({ userId: leader, role: 'LEADER', referrerId: coordinator, registered }),
      person({ userId: former, role: 'USER', registered }),
      person({ userId: recent, role: 'USER', registered }),
    ]);

    expect(await leaders()).to.have.deep.members([
      { user_id: leader, referrer_id: coordinator, leads: true },
      { user_id: former, referrer_id: null, leads: false },
      { user_id: recent, referrer_id: null, leads: true },
    ]);
    expect(found).to.deep.equal(['role', 'role']);
    found = [];
    await look([person({ userId: leader, role: 'LEADER', referrerId: coordinator, registered })]);
    expect(found).to.deep.equal([]);
  });

  it('learns in which role an open batch goes on', async () => {
    const leader = actor('LEADER');
    await add(leader, await crowd(leader, 1));
    const now = { userId: leader.id, role: 'USER' as const, registered: null };
    await look([person(now)]);

    expect(await database.query('select requested_as from census.batches')).to.deep.equal([
      { requested_as: 'USER' },
    ]);
  });

  it('learns that a canary operates no more', async () => {
    const userId = await register();
    const grant = (granted: Date) =>
      database.query(
        `insert into census.canaries (user_id, granted_at, consent) values ($1, $2, '')
         on conflict (user_id) do update set granted_at = excluded.granted_at, ended_at = null`,
        [userId, granted],
      );
    const now = (role: Person['role'], seconds: number) =>
      look([person({ userId, role, censusVersion: 1, changedAt: at(seconds).toISOString() })]);
    const isOne = async () =>
      (await database.query('select 1 from census.canaries where ended_at is null')).length === 1;
    await grant(at(10));
    await now('OPERATOR', 20);
    expect(await isOne()).to.equal(true);
    await now('USER', 30);
    expect(await isOne()).to.equal(false);
    expect(found).to.deep.equal(['role', 'role']);
    found = [];
    await now('USER', 30);
    await grant(at(40));
    await now('USER', 30);
    expect(await isOne()).to.equal(true);
    expect(found, 'nothing is told twice, or by older word').to.deep.equal([]);
  });

  it('removes all that it keeps of somebody who was removed, and of nobody else', async () => {
    const [gone, other] = [await register(), await register({ cedula: '1020304051' }, at(1))];
    await lookUp(active);
    await look([
      { userId: gone, kind: 'removed', changedAt: at(50).toISOString() },
      { userId: randomUUID(), kind: 'removed', changedAt: at(50).toISOString() },
    ]);

    const kept = await database.query<{ user_id: string }>('select user_id from census.records');
    expect(kept.map((row) => row.user_id)).to.deep.equal([other]);
    expect(await database.query('select 1 from census.attempts')).to.deep.equal([]);
  });

  it('ends the part that a removed person had in a batch and on a lane', async () => {
    const leader = actor('LEADER');
    const [gone = '', other = ''] = await crowd(leader, 2);
    await begin(leader, [gone]);
    const { leaseId } = await take(at(100));
    await database.query(
      `update census.lanes set state = 'open', open_until = $1, probe_lease_id = $2 where name = $3`,
      [at(50), leaseId, LANE],
    );
    await add(leader, [other]);
    await look([{ userId: gone, kind: 'removed', changedAt: at(50).toISOString() }]);

    expect(await view(leader)).to.deep.include({ total: 2, done: 1, skipped: 1, waiting: 1 });
    expect(await database.query('select probe_lease_id from census.lanes')).to.deep.equal([
      { probe_lease_id: null },
    ]);
  });

  it('tells others what changed of records, with whose they are', async () => {
    const [leader, coordinator] = [actor('LEADER'), randomUUID()];
    await look([person({ userId: leader.id, role: 'LEADER', referrerId: coordinator, registered: null })]);
    const userId = await register({ referrerId: leader.id }, at(1));
    const later = await register({ cedula: '1020304051' }, at(2));

    const first = await listRecordChanges(database.fork(), { after: null, limit: 1 });
    expect(first).to.deep.equal({
      more: true,
      items: [
        {
          ...{ userId, referrerId: leader.id, coordinatorId: coordinator, status: 'PENDING', version: 1 },
          ...{ place: null, placeChangedAt: null, retryAt: null, changedAt: at(1).toISOString() },
        },
      ],
    });
    const after = { at: at(1).toISOString(), id: userId };
    const rest = await listRecordChanges(database.fork(), { after, limit: 10 });
    expect(rest.items.map((item) => item.userId)).to.deep.equal([later]);
    expect(rest.more).to.equal(false);
  });

  it('has a status that only a newer release knows as it is, and goes on behind it', async () => {
    const userId = await register({}, at(1));
    const later = await register({ cedula: '1020304051' }, at(2));
    await withoutConstraint(database, 'census.records', 'records_status_check', async () => {
      await database.query(`update census.records set status = 'MOVED' where user_id = $1`, [userId]);

      const { items } = await listRecordChanges(database.fork(), { after: null, limit: 10 });
      expect(items.map((item) => [item.userId, item.status])).to.deep.equal([
        [userId, 'MOVED'],
        [later, 'PENDING'],
      ]);
    });
  });
});
