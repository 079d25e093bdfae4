import { expect } from 'chai';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, lookupsIn } from './support/lookups.ts';
import { DOWN, outagesIn } from './support/outages.ts';

const leader = actor('LEADER');

describe('An outage of the source, in a batch', () => {
  const database = useDatabase('census');
  const { register, record } = lookupsIn(database);
  const { look, giveBack } = outagesIn(database);
  const batches = batchesIn(database);
  const LATER = 1_000;
  const begin = async (count: number): Promise<{ batchId: string; ids: string[] }> => {
    const ids = await batches.crowd(leader, count);
    return { batchId: await batches.begin(leader, ids, at(LATER)), ids };
  };

  it('takes back what was counted as failed, and the batch waits for it again', async () => {
    const { batchId, ids } = await begin(4);
    for (let n = 0; n < 3; n += 1) await look(DOWN, LATER + n, 1);
    expect(await batches.view(leader, at(LATER + 3))).to.deep.include({ done: 2, failed: 2, waiting: 2 });

    await giveBack(LATER + 3);

    expect(await batches.view(leader, at(LATER + 3))).to.deep.include({ done: 0, failed: 0, waiting: 4 });
    await look(active, LATER + 70);
    for (let n = 0; n < 3; n += 1) await look(active, LATER + 71 + n);
    const view = await batches.view(leader, at(LATER + 80));
    expect(view).to.deep.include({ id: batchId, done: 4, failed: 0, waiting: 0 });
    expect(view?.finishedAt).not.to.equal(null);
    expect((await record(ids[0] ?? '')).before_batch).to.equal(null);
  });

  it('opens again a batch that had ended, and it can be cancelled', async () => {
    const { batchId } = await begin(2);
    for (let n = 0; n < 2; n += 1) await look(DOWN, LATER + n, 1);
    expect((await batches.view(leader, at(LATER + 2)))?.finishedAt).not.to.equal(null);
    await register({}, at(LATER));
    await look(DOWN, LATER + 3);

    await giveBack(LATER + 4);
    expect(await batches.view(leader, at(LATER + 4))).to.deep.include({
      finishedAt: null,
      waiting: 2,
      done: 0,
    });

    await batches.cancel(leader, batchId, at(LATER + 5));
    const rows = await database.query<{ status: string }>(
      `select status from census.records where referrer_id = $1`,
      [leader.id],
    );
    expect(rows.map(({ status }) => status)).to.deep.equal(['ACTIVE', 'ACTIVE']);
  });

  it('goes on without its batch when the leader has begun another', async () => {
    await begin(2);
    for (let n = 0; n < 2; n += 1) await look(DOWN, LATER + n, 1);
    const other = await batches.begin(leader, await batches.crowd(leader, 1), at(LATER + 2));
    await register({}, at(LATER));
    await look(DOWN, LATER + 3);
    await giveBack(LATER + 4);
    expect(await batches.view(leader, at(LATER + 4))).to.deep.include({ id: other, total: 1, waiting: 1 });
    const rows = await database.query<{ status: string; batch_id: string | null }>(
      `select status, batch_id from census.records where referrer_id = $1 and batch_id is null`,
      [leader.id],
    );
    expect(rows.map(({ status }) => status)).to.deep.equal(['PENDING', 'PENDING']);
  });

  it('leaves a failure of a batch that was cancelled since: nobody wants that lookup', async () => {
    const { batchId } = await begin(3);
    for (let n = 0; n < 2; n += 1) await look(DOWN, LATER + n, 1);
    await batches.cancel(leader, batchId, at(LATER + 2));
    await register({}, at(LATER));
    await look(DOWN, LATER + 3);
    await giveBack(LATER + 4);
    const rows = await database.query<{ status: string }>(
      `select status from census.records where referrer_id = $1 order by status`,
      [leader.id],
    );
    expect(rows.map(({ status }) => status)).to.deep.equal(['ACTIVE', 'TIMEOUT', 'TIMEOUT']);
  });
});
