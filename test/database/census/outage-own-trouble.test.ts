import { expect } from 'chai';
import { MOST_REFUNDS } from '../../../services/census/record/refunds.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, lookupsIn } from './support/lookups.ts';
import { DOWN, outagesIn } from './support/outages.ts';

describe('An outage of the source', () => {
  const database = useDatabase('census');
  const { register, record, set } = lookupsIn(database);
  const { look, giveBack, people } = outagesIn(database);
  const standing = async (ids: readonly string[]) =>
    (await Promise.all(ids.map(record))).map(({ status, attempt, due_at }) => ({ status, attempt, due_at }));

  it('leaves one person’s own trouble theirs: they end in failure, while others are answered', async () => {
    const [own = ''] = await people(1);
    for (const seconds of [10, 80, 400]) {
      expect(await look(DOWN, seconds)).to.equal(own);
      await register({}, at(seconds));
      await look(active, seconds);
    }
    await giveBack(401);
    expect(await record(own)).to.include({ status: 'TIMEOUT', attempt: 3, due_at: null });
  });

  it('of two people only looks like their own trouble: they end in failure', async () => {
    const ids = await people(2);
    for (const seconds of [10, 80, 400]) for (let n = 0; n < 2; n += 1) await look(DOWN, seconds + n);
    expect((await standing(ids)).map(({ status }) => status)).to.deep.equal(['TIMEOUT', 'TIMEOUT']);
  });

  it('is not found again and again in a few who can never be answered', async () => {
    const ids = await people(3);
    let seconds = 100;
    let outages = 0;
    for (; outages <= MOST_REFUNDS; outages += 1) {
      for (const id of ids) await set(id, { due_at: at(seconds) });
      for (let n = 0; n < 3; n += 1) await look(DOWN, seconds);
      await giveBack(seconds);
      seconds += 100;
      if ((await record(ids[0] ?? '')).status !== 'PENDING') break;
      const other = await register({}, at(0));
      expect(await look(active, seconds), 'the probe is who has waited longest').to.equal(other);
    }
    expect(outages).to.equal(MOST_REFUNDS);
    expect((await record(ids[0] ?? '')).status).to.equal('TIMEOUT');
  });
});
