import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { refreshOne } from '../../../../services/census/request/refresh.ts';
import { refusalOf } from '../../../support/failures.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { batchesIn, COOLDOWN_S } from '../support/batches.ts';
import { active, actor, failed, lookupsIn } from '../support/lookups.ts';

describe('A batch that is cancelled', () => {
  const database = useDatabase('census');
  const { take, lease, complete, record, announcements } = lookupsIn(database);
  const { answered, crowd, add, begin, feed, cancel, view } = batchesIn(database);
  const leader = actor('LEADER');
  /** What of a record a cancelled wish leaves as it was; each change has a version and a trace of its own. */
  const lasting = async (userId: string): Promise<object> => {
    const row: Partial<Record<string, unknown>> = { ...(await record(userId)) };
    for (const own of ['version', 'updated_at', 'trace_id', 'last_lease_id']) delete row[own];
    return row;
  };

  it('asks for nobody more, and says how far it came', async () => {
    const people = await crowd(leader, 30);
    const batchId = await begin(leader, people);
    await complete((await take(at(101))).leaseId, active, at(103));

    await cancel(leader, batchId);
    await feed(at(160));

    expect(await view(leader, at(160))).to.deep.include({
      ...{ total: 30, done: 1, waiting: 0, expectedAt: null },
      ...{ cancelledAt: at(150).toISOString(), finishedAt: at(150).toISOString() },
    });
    expect(await lease(at(160))).to.equal(null);
  });

  it('leaves who waited as they were: an answer, a failure, a failure that was to be tried again', async () => {
    const ids = [
      await answered(leader),
      await answered(leader, failed('captcha')),
      await answered(leader, failed('timeout')),
    ];
    const before: object[] = [];
    for (const id of ids) before.push(await lasting(id));
    const batchId = await begin(leader, ids, at(40));

    await cancel(leader, batchId, at(50));

    for (const [index, id] of ids.entries()) expect(await lasting(id)).to.deep.equal(before[index]);
    expect(await record(ids[2] ?? '')).to.deep.include({ status: 'TIMEOUT', due_at: at(60), attempt: 1 });
    expect((await announcements(ids[0] ?? '')).at(-1)?.payload).to.include({ status: 'ACTIVE' });
  });

  it('lets a lookup that runs finish, and counts it', async () => {
    const batchId = await begin(leader, await crowd(leader, 2));
    const { leaseId, userId } = await take(at(101));

    await cancel(leader, batchId);
    expect(await view(leader)).to.deep.include({ total: 2, done: 0, waiting: 1 });
    expect(await complete(leaseId, active, at(160))).to.equal('stored');

    expect(await record(userId)).to.include({ status: 'ACTIVE', batch_id: null });
    expect(await view(leader, at(170))).to.deep.include({
      ...{ total: 2, done: 1, waiting: 0, finishedAt: at(150).toISOString() },
    });
  });

  it('lets a failure stand, and tries it no more', async () => {
    const batchId = await begin(leader, await crowd(leader, 2));
    const { leaseId, userId } = await take(at(101));
    await complete(leaseId, failed('timeout'), at(103));

    await cancel(leader, batchId);

    expect(await record(userId)).to.deep.include({ status: 'TIMEOUT', due_at: null, batch_id: null });
    expect(await view(leader)).to.deep.include({ done: 1, failed: 1, waiting: 0 });
  });

  it('goes on for a person who has asked for the same by themselves since', async () => {
    const [userId = ''] = await crowd(leader, 1);
    const batchId = await begin(leader, [userId]);
    const own = { actor: actor('LEADER', userId), cooldownS: COOLDOWN_S };
    await refreshOne(database.fork(), own, userId, at(140));

    await cancel(leader, batchId);

    expect(await record(userId)).to.include({ status: 'PENDING', priority: 10 });
    expect((await take(at(160))).userId).to.equal(userId);
  });

  it('keeps who has nothing to go back to waiting, as their own', async () => {
    const [userId = ''] = await crowd(leader, 1);
    const batchId = await begin(leader, [userId]);
    await database.query('update census.records set before_batch = null');

    await cancel(leader, batchId);

    expect(await record(userId)).to.deep.include({
      ...{ status: 'PENDING', priority: 10, turn: 0, due_at: at(100), batch_id: null },
    });
  });

  it('makes room for another, with the same people', async () => {
    const people = await crowd(leader, 12);
    const first = await begin(leader, people);
    await cancel(leader, first);

    const { batchId, queued } = await add(leader, people, at(200));

    expect(queued).to.equal(12);
    expect(batchId).not.to.equal(first);
    expect(await view(leader, at(200))).to.deep.include({ id: batchId, total: 12, cancelledAt: null });
  });

  it('is nobody’s but the leader’s: the same 404 for a foreign one and for none', async () => {
    const batchId = await begin(leader, await crowd(leader, 1));

    const foreign = await refusalOf(cancel(actor('ADMIN'), batchId));

    expect(foreign).to.include({ code: 'not_found', status: 404 });
    expect(await refusalOf(cancel(leader, randomUUID()))).to.deep.equal(foreign);
    expect(await view(leader)).to.deep.include({ cancelledAt: null });
  });

  it('twice stays as it was, and so does one that has ended', async () => {
    const batchId = await begin(leader, await crowd(leader, 1));
    await complete((await take(at(101))).leaseId, active, at(103));

    await cancel(leader, batchId);

    expect(await view(leader)).to.deep.include({ cancelledAt: null, finishedAt: at(103).toISOString() });
  });
});
