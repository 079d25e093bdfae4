import { expect } from 'chai';
import { expireLeases } from '../../../services/census/work/expire.ts';
import { giveBackLease } from '../../../services/census/work/give-back.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, circuit, failed, LEASE_S, lookupsIn, policy } from './support/lookups.ts';

describe('A lease that runs out', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, record, attempts, announcements, set } = lookupsIn(database);
  const sweep = (now: Date) => expireLeases(database.fork(), policy, now);

  it('makes its record due again at once, and counts as an attempt', async () => {
    const userId = await register();
    await take();

    expect(await sweep(at(LEASE_S))).to.equal(1);

    expect(await record(userId)).to.deep.include({
      status: 'PENDING',
      due_at: at(LEASE_S),
      attempt: 1,
      lease_id: null,
      lease_worker: null,
      lease_expires_at: null,
      version: 3,
    });
    expect((await take(at(LEASE_S))).attempt).to.equal(2);
  });

  it('is closed in the history as a crash', async () => {
    const userId = await register();
    await take();

    await sweep(at(LEASE_S));

    expect((await attempts(userId))[0]).to.deep.include({ outcome: 'crash', finished_at: at(LEASE_S) });
  });

  it('is announced', async () => {
    const userId = await register();
    await take();

    await sweep(at(LEASE_S));

    expect((await announcements(userId)).at(-1)?.payload).to.deep.include({ status: 'PENDING', version: 3 });
  });

  it('is left alone until then', async () => {
    const userId = await register();
    const { leaseId } = await take();

    expect(await sweep(at(LEASE_S - 0.001))).to.equal(0);

    expect(await record(userId)).to.include({ status: 'PROCESSING', lease_id: leaseId });
  });

  it('ends the third time in an ERROR with the code crash, not in a loop', async () => {
    const userId = await register();
    for (let crashes = 0; crashes < 3; crashes += 1) {
      await take(at(crashes * LEASE_S));
      await sweep(at((crashes + 1) * LEASE_S));
    }

    expect(await record(userId)).to.include({
      status: 'ERROR',
      error_code: 'crash',
      due_at: null,
      attempt: 3,
    });
    expect(await sweep(at(100 * LEASE_S))).to.equal(0);
    expect((await attempts(userId)).map(({ outcome }) => outcome)).to.deep.equal(['crash', 'crash', 'crash']);
  });

  it('counts together with other failures', async () => {
    const userId = await register();
    await lookUp(failed('timeout'), at(0));
    await lookUp(failed('timeout'), at(60));
    await take(at(360));

    await sweep(at(360 + LEASE_S));

    expect(await record(userId)).to.include({ status: 'ERROR', error_code: 'crash', due_at: null });
  });

  it('keeps the last good answer', async () => {
    const userId = await register();
    await lookUp(active);
    await set(userId, { status: 'PENDING', attempt: 2, due_at: at(10) });
    await take(at(10));

    await sweep(at(10 + LEASE_S));

    expect(await record(userId)).to.deep.include({ status: 'ERROR', answer: { ...active } });
  });

  it('is found among any number of others, more than one sweep takes', async () => {
    for (let i = 0; i < 105; i += 1) await register();
    await database.query(
      `update census.records set status = 'PROCESSING', due_at = null, attempt = 1,
       lease_id = gen_random_uuid(), lease_worker = 'gone', lease_expires_at = $1`,
      [at(1)],
    );

    const swept = [await sweep(at(2)), await sweep(at(2)), await sweep(at(2))];

    expect(swept.reduce((sum, expired) => sum + expired)).to.equal(105);
    expect(await database.query(`select 1 from census.records where status = 'PENDING'`)).to.have.lengthOf(
      105,
    );
  });

  it('is expired once by census processes that sweep at the same moment', async () => {
    const userId = await register();
    await take();

    const swept = await Promise.all([1, 2, 3, 4].map(() => sweep(at(LEASE_S))));

    expect(swept.reduce((sum, expired) => sum + expired)).to.equal(1);
    expect(await record(userId)).to.include({ version: 3 });
  });

  describe('and one that is given back', () => {
    const giveBack = (leaseId: string, now: Date, asked = false) =>
      giveBackLease(
        database.fork(),
        { leaseId, asked, reason: 'stopped', detail: null },
        { policy, circuit, now },
      );

    it('makes the record due again without counting the attempt', async () => {
      const userId = await register();
      const { leaseId } = await take();

      await giveBack(leaseId, at(2));

      expect(await record(userId)).to.deep.include({
        status: 'PENDING',
        attempt: 0,
        due_at: at(2),
        lease_id: null,
        lease_expires_at: null,
        version: 3,
      });
      expect((await attempts(userId))[0]).to.deep.include({ outcome: 'stopped', finished_at: at(2) });
      expect((await announcements(userId)).at(-1)?.payload).to.deep.include({
        status: 'PENDING',
        version: 3,
      });
      expect((await take(at(2))).attempt).to.equal(1);
    });

    it('counts the attempt when the site was asked, and ends in an error when it was the last', async () => {
      const userId = await register();
      for (let turn = 1; turn <= policy.maxAttempts; turn += 1) {
        const { leaseId } = await take(at(turn));
        await giveBack(leaseId, at(turn), true);
        expect(await record(userId)).to.include({ attempt: turn });
      }
      expect(await record(userId)).to.include({ status: 'ERROR', error_code: 'crash', due_at: null });
    });

    it('keeps the attempts before it', async () => {
      const userId = await register();
      await lookUp(failed('timeout'), at(0));
      const { leaseId } = await take(at(60));

      await giveBack(leaseId, at(61));

      expect(await record(userId)).to.include({ status: 'PENDING', attempt: 1 });
    });

    it('can no longer be completed, and one that is completed cannot be given back', async () => {
      const userId = await register();
      const first = await take();
      await giveBack(first.leaseId, at(1));
      expect(await complete(first.leaseId, active, at(2))).to.equal('refused');

      const second = await take(at(3));
      await complete(second.leaseId, active, at(4));
      await giveBack(second.leaseId, at(5));

      expect(await record(userId)).to.include({ status: 'ACTIVE', due_at: null });
    });
  });
});
