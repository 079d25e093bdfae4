import { expect } from 'chai';
import pg from 'pg';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { failed, LANE, LEASE_S, lookupsIn } from './support/lookups.ts';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';

describe('A lease', () => {
  const database = useDatabase('census');
  const { register, lease, take, lookUp, set, record, attempts, announcements } = lookupsIn(database);

  it('lends a due record to one worker until it expires', async () => {
    const userId = await register({ cedula: '1030405060' });

    const given = await take(at(5));

    const expiresAt = at(5 + LEASE_S);
    expect(given).to.deep.include({
      userId,
      cedula: '1030405060',
      attempt: 1,
      maxAttempts: 3,
      expiresAt: expiresAt.toISOString(),
    });
    expect(await record(userId)).to.deep.include({
      status: 'PROCESSING',
      attempt: 1,
      due_at: null,
      lease_id: given.leaseId,
      lease_worker: 'worker-1',
      lease_expires_at: expiresAt,
      version: 2,
    });
  });

  it('opens a row of history', async () => {
    const userId = await register();

    const { leaseId, traceId } = await take(at(5));

    expect(await attempts(userId)).to.deep.equal([
      {
        lease_id: leaseId,
        user_id: userId,
        attempt: 1,
        worker: 'worker-1',
        lane: LANE,
        trace_id: traceId,
        source: null,
        started_at: at(5),
        finished_at: null,
        outcome: null,
        detail: null,
        refund: null,
      },
    ]);
  });

  it('is announced in the same transaction', async () => {
    const userId = await register();
    await whileAnnouncementsFail(database, 'census', () => failureOf(take()));
    expect(await record(userId)).to.include({ status: 'PENDING', attempt: 0, version: 1 });
    expect(await attempts(userId)).to.deep.equal([]);

    await take();

    const about = {
      ...{ userId, referrerId: null, coordinatorId: null, place: null },
      changedAt: START.toISOString(),
    };
    expect((await announcements(userId)).map(({ payload }) => payload)).to.deep.equal([
      { ...about, status: 'PENDING', version: 1 },
      { ...about, status: 'PROCESSING', version: 2 },
    ]);
  });

  it('is null when nothing is due', async () => {
    expect(await lease()).to.equal(null);

    await register();
    await take();
    expect(await lease(), 'while it runs').to.equal(null);
  });

  it('is not given before the record is due', async () => {
    const userId = await register();
    await lookUp(failed('timeout'));

    expect(await lease(at(59.999))).to.equal(null);
    expect((await take(at(60))).userId).to.equal(userId);
  });

  describe('goes first', () => {
    it('to the smaller priority, however long others wait', async () => {
      const bulk = await register({}, at(0));
      await set(bulk, { priority: 30 });
      const single = await register({}, at(10));
      await set(single, { priority: 20 });
      const person = await register({}, at(20));

      const order = [await take(at(30)), await take(at(30)), await take(at(30))];

      expect(order.map(({ userId }) => userId)).to.deep.equal([person, single, bulk]);
    });

    it('to those who have waited longest, at the same priority', async () => {
      const later = await register({ userId: FIRST }, at(10));
      const earlier = await register({ userId: SECOND }, at(0));

      const order = [await take(at(30)), await take(at(30))];

      expect(order.map(({ userId }) => userId)).to.deep.equal([earlier, later]);
    });

    it('to the smaller id, at the same priority and time', async () => {
      await register({ userId: SECOND });
      await register({ userId: FIRST });

      const order = [await take(), await take()];

      expect(order.map(({ userId }) => userId)).to.deep.equal([FIRST, SECOND]);
    });
  });

  describe('with several workers at once', () => {
    it('gives 20 workers 20 different records', async () => {
      for (let i = 0; i < 20; i += 1) await register();

      const leases = await Promise.all(Array.from({ length: 20 }, (_, i) => lease(START, `worker-${i}`)));

      expect(new Set(leases.map((given) => given?.userId))).to.have.lengthOf(20);
      expect(leases).not.to.include(null);
      expect(await lease()).to.equal(null);
    });

    it('gives one record to exactly one of 20', async () => {
      const userId = await register();

      const leases = await Promise.all(Array.from({ length: 20 }, () => lease()));

      expect(leases.filter((given) => given !== null)).to.have.lengthOf(1);
      expect(await attempts(userId)).to.have.lengthOf(1);
      expect(await record(userId)).to.include({ attempt: 1, version: 2 });
    });

    it('passes over a record that somebody else holds, without waiting for it', async () => {
      await register({ userId: FIRST });
      await register({ userId: SECOND });
      const holder = new pg.Client({ connectionString: database.url });
      await holder.connect();
      try {
        await holder.query('begin');
        await holder.query('select 1 from census.records where user_id = $1 for update', [FIRST]);

        expect((await take()).userId).to.equal(SECOND);
        expect(await lease(), 'nothing else is free').to.equal(null);
      } finally {
        await holder.end();
      }
    });
  });
});

describe('What is due next', () => {
  const database = useDatabase('census');
  const { register, take, lookUp } = lookupsIn(database);
  const due = async (now = START) => {
    await noteLanes(database.fork(), [LANE], now);
    return nextDue(database.fork(), { lanes: [LANE], scheduledNow: true }, now);
  };

  it('is nothing when no lookup is wanted', async () => {
    expect(await due()).to.deep.equal({ due: false, nextDueAt: null, lane: null });

    await register();
    await take();
    expect(await due(), 'while the only one runs').to.deep.equal({ due: false, nextDueAt: null, lane: null });
  });

  it('is due now when somebody waits', async () => {
    await register();

    expect(await due(at(1))).to.deep.equal({ due: true, nextDueAt: START.toISOString(), lane: LANE });
  });

  it('is the earliest of the retries that are to come', async () => {
    await register();
    await lookUp(failed('timeout'), at(10));
    await register({}, at(20));
    await lookUp(failed('timeout'), at(20));

    expect(await due(at(30))).to.deep.equal({ due: false, nextDueAt: at(70).toISOString(), lane: null });
    expect(await due(at(70))).to.deep.equal({ due: true, nextDueAt: at(70).toISOString(), lane: LANE });
  });
});
