import { expect } from 'chai';
import { refreshOne } from '../../../../services/census/request/refresh.ts';
import { expireLeases } from '../../../../services/census/work/expire.ts';
import { giveBackLease } from '../../../../services/census/work/give-back.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { batchesIn, COOLDOWN_S } from '../support/batches.ts';
import { active, actor, circuit, failed, LEASE_S, lookupsIn, notFound, policy } from '../support/lookups.ts';

describe('A batch counts', () => {
  const database = useDatabase('census');
  const { take, complete, record, set } = lookupsIn(database);
  const { crowd, begin, view } = batchesIn(database);
  const leader = actor('LEADER');

  const sweep = (now: Date) => expireLeases(database.fork(), policy, now);
  const giveBack = (leaseId: string, asked: boolean, now: Date) =>
    giveBackLease(
      database.fork(),
      { leaseId, asked, reason: 'stopped', detail: null },
      { policy, circuit, now },
    );
  /** A batch of two, of which one is looked up. */
  const beginTwo = async () => {
    const people = await crowd(leader, 2);
    await begin(leader, people);
    return people;
  };
  const counted = async (now = at(1_000)) => {
    const { done, failed: without, waiting, finishedAt } = (await view(leader, now)) ?? {};
    return { done, failed: without, waiting, isFinished: finishedAt != null };
  };
  const one = { done: 1, failed: 0, waiting: 1, isFinished: false };
  const none = { done: 0, failed: 0, waiting: 2, isFinished: false };
  const oneFailed = { done: 1, failed: 1, waiting: 1, isFinished: false };

  it('an answer, and ends with the last one', async () => {
    const [first = ''] = await beginTwo();
    await complete((await take(at(101))).leaseId, active, at(103));
    expect(await counted()).to.deep.equal(one);
    expect(await record(first)).to.deep.include({ batch_id: null, before_batch: null });

    await complete((await take(at(104))).leaseId, notFound, at(106));

    expect(await view(leader)).to.deep.include({ done: 2, waiting: 0, finishedAt: at(106).toISOString() });
  });

  it('an answer once, though it is reported four times at the same moment', async () => {
    await beginTwo();
    const { leaseId } = await take(at(101));

    await Promise.all([1, 2, 3, 4].map(() => complete(leaseId, active, at(103))));

    expect(await counted()).to.deep.equal(one);
  });

  it('every one of many answers that come at the same moment', async () => {
    await begin(leader, await crowd(leader, 8));
    const leases = [];
    for (let taken = 0; taken < 8; taken += 1) leases.push(await take(at(101)));

    await Promise.all(leases.map(({ leaseId }) => complete(leaseId, active, at(103))));

    expect(await counted()).to.deep.equal({ done: 8, failed: 0, waiting: 0, isFinished: true });
  });

  it('a failure only when no retry is to come', async () => {
    const [first = ''] = await beginTwo();
    await complete((await take(at(101))).leaseId, failed('timeout'), at(103));
    expect(await counted()).to.deep.equal(none);
    await set(first, { attempt: 2, due_at: at(50) });

    await complete((await take(at(200))).leaseId, failed('timeout'), at(203));

    expect(await record(first)).to.include({ status: 'TIMEOUT', due_at: null, batch_id: null });
    expect(await counted()).to.deep.equal(oneFailed);
  });

  it('a crash only when the attempts are used up', async () => {
    const [first = ''] = await beginTwo();
    await take(at(101));
    await sweep(at(101 + LEASE_S));
    expect(await counted()).to.deep.equal(none);
    await set(first, { attempt: 2, due_at: at(50) });
    await take(at(300));

    await sweep(at(300 + LEASE_S));

    expect(await record(first)).to.include({ status: 'ERROR', batch_id: null });
    expect(await counted()).to.deep.equal(oneFailed);
  });

  it('an answer that comes after the lease ran out', async () => {
    await beginTwo();
    const { leaseId } = await take(at(101));
    await sweep(at(101 + LEASE_S));

    expect(await complete(leaseId, active, at(290))).to.equal('late');

    expect(await counted()).to.deep.equal(one);
  });

  it('nothing twice: not an answer that comes when the crash was counted already', async () => {
    const [first = ''] = await beginTwo();
    await set(first, { attempt: 2 });
    const { leaseId } = await take(at(101));
    await sweep(at(101 + LEASE_S));
    expect(await counted()).to.deep.equal(oneFailed);

    expect(await complete(leaseId, active, at(290))).to.equal('late');

    expect(await record(first)).to.include({ status: 'ACTIVE' });
    expect((await counted()).done).to.equal(1);
  });

  it('nothing when a lookup is given back, until that uses up the attempts', async () => {
    const [first = ''] = await beginTwo();
    await giveBack((await take(at(101))).leaseId, false, at(102));
    expect(await counted()).to.deep.equal(none);
    await set(first, { attempt: 2, due_at: at(50) });

    await giveBack((await take(at(103))).leaseId, true, at(104));

    expect(await counted()).to.deep.equal(oneFailed);
  });

  it('a lookup that somebody else’s request has taken over, in whatever state it was', async () => {
    const people = await crowd(leader, 3);
    const [waits = '', runs = '', fails = ''] = people;
    await begin(leader, people);
    const own = (userId: string, now: Date) =>
      refreshOne(database.fork(), { actor: actor('LEADER', userId), cooldownS: COOLDOWN_S }, userId, now);
    await set(runs, { turn: 0 });
    const running = await take(at(101));
    expect(running.userId).to.equal(runs);
    await set(fails, { turn: 0 });
    await complete((await take(at(102))).leaseId, failed('timeout'), at(103));
    for (const userId of people) await own(userId, at(200));
    expect((await view(leader))?.done).to.equal(0);

    await complete(running.leaseId, active, at(201));
    for (const _ of [waits, fails]) await complete((await take(at(202))).leaseId, active, at(203));

    expect(await counted()).to.deep.equal({ done: 3, failed: 0, waiting: 0, isFinished: true });
  });

  it('crashes of several batches at once, in sweeps of several processes', async () => {
    const other = actor('LEADER');
    await begin(leader, await crowd(leader, 5));
    await begin(other, await crowd(other, 5));
    await database.query('update census.records set attempt = 2');
    for (let taken = 0; taken < 10; taken += 1) await take(at(101));

    await Promise.all([1, 2, 3, 4].map(() => sweep(at(101 + LEASE_S))));

    for (const whose of [leader, other])
      expect(await view(whose, at(400))).to.deep.include({ done: 5, failed: 5, waiting: 0 });
  });
});
