import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, LANE, lookupsIn } from './support/lookups.ts';

const WISHED_BY = '00000000-0000-4000-8000-00000000000b';

describe('A lookup beside others', () => {
  const database = useDatabase('census');
  const { register, lease, take, complete, record, announcements } = lookupsIn(database);

  /** Does `work` while somebody else's transaction has done `sql`, and gives it the transaction's end. */
  const beside = async (
    sql: string,
    values: unknown[],
    work: (commit: () => Promise<unknown>) => Promise<void>,
  ): Promise<void> => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('begin');
      await other.query(sql, values);
      await work(() => other.query('commit'));
    } finally {
      await other.end();
    }
  };
  const somebodyWaits = () =>
    eventually('a statement waits for the other', async () => {
      const waiting = await database.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });

  it('is lent and stored while another has its lane', async () => {
    const first = await register();
    await take();
    const second = await register();
    await beside(`update census.lanes set last_used_at = now() where name = $1`, [LANE], async () => {
      const leaseId = (await record(first)).lease_id ?? '';
      expect(await complete(leaseId, active)).to.equal('stored');
      // The tests' `lease` says anew which lanes there are, which waits for the other.
      expect((await record(second)).status).to.equal('PENDING');
    });
    expect((await lease())?.userId).to.equal(second);
  });

  it('keeps what somebody changes of the record between its reading and its storing', async () => {
    const userId = await register();
    const { leaseId } = await take(at(5));
    await beside(
      `update census.records set requested_by = $1, version = version + 1 where user_id = $2`,
      [WISHED_BY, userId],
      async (commit) => {
        const stored = complete(leaseId, active, at(8));
        await somebodyWaits();
        await commit();
        expect(await stored).to.equal('stored');
      },
    );
    expect(await record(userId)).to.deep.include({
      ...{ status: 'ACTIVE', answer: { ...active }, requested_by: WISHED_BY, version: 4 },
    });
    expect((await announcements(userId)).map(({ payload }) => payload.version)).to.deep.equal([1, 2, 4]);
  });

  it('keeps also what changes no version, such as that a changed place was seen', async () => {
    const userId = await register();
    await complete((await take()).leaseId, active, at(1));
    await database.query(
      `update census.records set status = 'PENDING', due_at = $2, move = $3 where user_id = $1`,
      [userId, at(10), { from: { ...active }, fromAt: '', changedAt: '', seenAt: null }],
    );
    const { leaseId } = await take(at(10));
    await beside(
      `update census.records set move = jsonb_set(move, '{seenAt}', '"seen"') where user_id = $1`,
      [userId],
      async (commit) => {
        const stored = complete(leaseId, active, at(12));
        await somebodyWaits();
        await commit();
        expect(await stored).to.equal('stored');
      },
    );
    expect((await record(userId)).move).to.include({ seenAt: 'seen' });
  });
});
