import { expect } from 'chai';
import { refreshOne } from '../../../../services/census/request/refresh.ts';
import { lockRecord } from '../../../../services/census/store/apply.ts';
import { noteRole } from '../../../../services/census/store/leaders.ts';
import type { Role } from '../../../../shared/contract/accounts.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { batchesIn, COOLDOWN_S } from '../support/batches.ts';
import { active, actor, failed, lookupsIn } from '../support/lookups.ts';

describe('Feeding a batch', () => {
  const database = useDatabase('census');
  const { take, complete, record } = lookupsIn(database);
  const { crowd, begin, add, feed, view, waiting, cancel } = batchesIn(database);
  const leader = actor('LEADER');

  it('lets ten wait at a time, in the order in which they were asked for', async () => {
    const people = await crowd(leader, 25);
    const batchId = await begin(leader, people);
    expect(await waiting(batchId)).to.deep.equal(people.slice(0, 10));
    expect(await feed(at(101)), 'again at once').to.equal(0);

    const { userId, leaseId } = await take(at(102));
    await complete(leaseId, active, at(104));
    await feed(at(104));

    expect(userId).to.equal(people[0]);
    expect(await waiting(batchId)).to.deep.equal(people.slice(1, 11));
  });

  it('goes on while failures wait for their retry', async () => {
    const people = await crowd(leader, 12);
    const batchId = await begin(leader, people);
    for (let failures = 0; failures < 10; failures += 1)
      await complete((await take(at(101))).leaseId, failed('timeout'), at(102));

    await feed(at(103));

    expect((await take(at(103))).userId).to.equal(people[10]);
    expect(await view(leader, at(103))).to.deep.include({ id: batchId, done: 0, waiting: 12 });
  });

  it('lets leaders alternate, however many people each has', async () => {
    const other = actor('COORDINATOR');
    const [many, few] = [await crowd(leader, 40), await crowd(other, 5)];
    await begin(leader, many, at(100));
    await begin(other, few, at(101));
    const served: string[] = [];

    for (let turn = 0; turn < 16; turn += 1) {
      const { userId, leaseId } = await take(at(110 + turn));
      served.push(many.includes(userId) ? 'many' : 'few');
      await complete(leaseId, active, at(110 + turn));
      await feed(at(110 + turn));
    }

    expect(served.filter((whose) => whose === 'few')).to.have.lengthOf(5);
    expect(served.slice(0, 10)).to.deep.equal(Array.from({ length: 5 }, () => ['many', 'few']).flat());
  });

  it('lets a second leader in at once, though the first has been at it for long', async () => {
    const other = actor('LEADER');
    await begin(leader, await crowd(leader, 60));
    for (let turn = 0; turn < 30; turn += 1) {
      await complete((await take(at(110 + turn))).leaseId, active, at(110 + turn));
      await feed(at(110 + turn));
    }
    const [first = ''] = await crowd(other, 1);
    await begin(other, [first], at(200));

    const next = [(await take(at(201))).userId, (await take(at(202))).userId];

    expect(next).to.include(first);
  });

  it('passes over whoever needs no lookup any more by then, and counts them', async () => {
    const people = await crowd(leader, 14);
    const { batchId } = await add(leader, people);
    const [waits = '', recent = '', final = '', stays = ''] = people;
    await refreshOne(
      database.fork(),
      { actor: actor('LEADER', waits), cooldownS: COOLDOWN_S },
      waits,
      at(110),
    );
    await database.query('update census.records set requested_at = $2 where user_id = $1', [recent, at(110)]);
    await database.query(`update census.records set status = 'NOT_FOUND' where user_id = $1`, [final]);

    await feed(at(120));

    expect(await view(leader, at(120))).to.deep.include({ total: 14, done: 3, skipped: 3, failed: 0 });
    expect(await waiting(batchId ?? '')).to.deep.equal(people.slice(3, 13));
    expect(await record(waits), 'the person’s own request stays').to.include({
      priority: 10,
      batch_id: null,
    });
    expect(await record(stays)).to.include({ batch_id: batchId });
  });

  it('ends a batch of which nobody needs a lookup any more', async () => {
    const people = await crowd(leader, 120);
    await add(leader, people);
    await database.query(`update census.records set status = 'NOT_FOUND'`);

    expect(await feed(at(120))).to.equal(120);

    expect(await view(leader, at(121))).to.deep.include({
      ...{ total: 120, done: 120, skipped: 120, waiting: 0, finishedAt: at(120).toISOString() },
    });
  });

  it('asks for nobody more when the leader has lost the role', async () => {
    const people = await crowd(leader, 15);
    const { batchId } = await add(leader, people);
    const become = (role: Role) =>
      noteRole(database.fork(), {
        ...{ userId: leader.id, referrerId: null, role, changedAt: at(110).toISOString() },
      });
    await become('USER');

    await feed(at(120));

    expect(await waiting(batchId ?? '')).to.deep.equal([]);
    expect(await view(leader, at(121))).to.deep.include({ done: 15, skipped: 15 });
  });

  it('leaves a record that somebody else has for the next time, and waits for nobody', async () => {
    const people = await crowd(leader, 3);
    const { batchId } = await add(leader, people);
    const [held = '', ...others] = people;

    await database.fork().transactional(async (tx) => {
      await lockRecord(tx, held);
      await feed(at(120));
      expect(await waiting(batchId ?? '')).to.deep.equal(others);
    });
    await feed(at(121));

    expect(await waiting(batchId ?? '')).to.deep.equal([...others, held]);
  });

  it('by several processes at once lets no more than ten wait', async () => {
    const { batchId } = await add(leader, await crowd(leader, 40));

    await Promise.all([1, 2, 3, 4].map(() => feed(at(120))));

    expect(await waiting(batchId ?? '')).to.have.lengthOf(10);
  });

  it('gets along with answers and a cancellation at the same moment: nobody waits in a circle', async () => {
    const batchId = await begin(leader, await crowd(leader, 40));
    const leases = [await take(at(101)), await take(at(101)), await take(at(101)), await take(at(101))];

    await Promise.all([
      ...leases.map(({ leaseId }) => complete(leaseId, active, at(110))),
      ...[1, 2, 3].map(() => feed(at(110))),
      cancel(leader, batchId, at(110)),
    ]);

    expect(await view(leader, at(111))).to.deep.include({ total: 40, done: 4, waiting: 0 });
  });
});
