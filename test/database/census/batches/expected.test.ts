import { expect } from 'chai';
import { placeOfLast } from '../../../../services/census/batches/expected.ts';
import { pause } from '../../../../services/census/steer/operations.ts';
import { noteWorker } from '../../../../services/census/store/workers.ts';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { batchesIn } from '../support/batches.ts';
import { active, actor, failed, lookupsIn } from '../support/lookups.ts';

/** What one lookup after the other takes with a spacing of 5 s, and one from its departure to its answer. */
const INTERVAL_S = 5.06;
const LOOKUP_S = 2;

describe('When a batch is expected to end', () => {
  const database = useDatabase('census');
  const { register, take, lease, complete } = lookupsIn(database);
  const { crowd, begin, feed, view } = batchesIn(database);
  const [leader, other] = [actor('LEADER'), actor('LEADER')];

  const expected = async (by: Actor, seconds: number) => {
    await noteWorker(database.fork(), { name: 'worker-1', slots: 3, trouble: null }, at(seconds));
    const at_ = (await view(by, at(seconds)))?.expectedAt;
    return at_ == null ? null : Date.parse(at_);
  };
  /** Serves the queue at its pace from `fromS` until nobody waits. @returns when each leader's last answer came */
  const serve = async (fromS: number): Promise<Map<string, number>> => {
    const last = new Map<string, number>();
    for (let departure = 0; departure < 200; departure += 1) {
      const leftS = fromS + departure * INTERVAL_S;
      const taken = await lease(at(leftS));
      if (taken === null) return last;
      const [row] = await database.query<{ referrer_id: string }>(
        'select referrer_id from census.records where user_id = $1',
        [taken.userId],
      );
      await complete(taken.leaseId, active, at(leftS + LOOKUP_S));
      await feed(at(leftS + LOOKUP_S));
      last.set(row?.referrer_id ?? '', at(leftS + LOOKUP_S).getTime());
    }
    throw new Error('the queue never ends');
  };

  it('is when it ends, with people ahead and two leaders who take turns', async () => {
    await begin(leader, await crowd(leader, 30));
    await begin(other, await crowd(other, 12));
    for (let person = 0; person < 3; person += 1) await register({}, at(100));
    const promised = new Map([
      [leader.id, await expected(leader, 100)],
      [other.id, await expected(other, 100)],
    ]);

    const ended = await serve(100);

    for (const { id } of [leader, other]) {
      const offS = ((promised.get(id) ?? 0) - (ended.get(id) ?? 0)) / 1_000;
      expect(Math.abs(offS), `off by ${offS} s`).to.be.at.most(INTERVAL_S);
    }
  });

  it('is not before the latest retry', async () => {
    await begin(leader, await crowd(leader, 1));
    await complete((await take(at(101))).leaseId, failed('timeout'), at(103));

    expect(await expected(leader, 104)).to.be.at.least(at(163 + LOOKUP_S).getTime());
  });

  it('is one lookup away when the last one runs', async () => {
    await begin(leader, await crowd(leader, 1));
    await take(at(101));

    expect(await expected(leader, 102)).to.equal(at(102 + LOOKUP_S).getTime());
  });

  it('is unknown while lookups are paused, and the reason is told', async () => {
    await begin(leader, await crowd(leader, 1));
    await pause(database.fork(), actor('ADMIN'), 'Revisión', at(101));

    expect(await expected(leader, 102)).to.equal(null);
    expect((await view(leader, at(102)))?.hold).to.include({ reason: 'paused', until: null });
  });

  it('counts of each other batch no more than this one has itself', () => {
    expect(placeOfLast(10, 0, [])).to.equal(10);
    expect(placeOfLast(10, 3, [4, 1_000])).to.equal(27);
  });
});
