import { expect } from 'chai';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import { expireLeases } from '../../../services/census/work/expire.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, LEASE_S, lookupsIn, notFound, policy } from './support/lookups.ts';

describe('The outcome of a lookup', () => {
  const database = useDatabase('census');
  const { register, take, complete, record, attempts, announcements, set } = lookupsIn(database);

  describe('that comes twice', () => {
    it('is stored once, and the second report is refused', async () => {
      const userId = await register();
      const { leaseId } = await take();
      await complete(leaseId, active, at(3));
      const before = [await record(userId), await attempts(userId), await announcements(userId)];

      expect(await complete(leaseId, notFound, at(4))).to.equal('refused');

      expect([await record(userId), await attempts(userId), await announcements(userId)]).to.deep.equal(
        before,
      );
    });

    it('is stored once also when both come at the same moment', async () => {
      const userId = await register();
      const { leaseId } = await take();

      const accepted = await Promise.all([1, 2, 3, 4].map(() => complete(leaseId, active)));

      expect(accepted.filter((reception) => reception === 'stored')).to.have.lengthOf(1);
      expect(await record(userId)).to.include({ status: 'ACTIVE', version: 3 });
      expect(await announcements(userId)).to.have.lengthOf(3);
    });
  });

  describe('that comes after the lease expired', () => {
    const late = at(LEASE_S + 10);
    const sweep = (now = late) => expireLeases(database.fork(), policy, now);

    it('is accepted while nobody has taken notice of the expiry', async () => {
      const userId = await register();
      const { leaseId } = await take();

      expect(await complete(leaseId, active, late)).to.equal('stored');

      expect(await record(userId)).to.include({ status: 'ACTIVE' });
      expect(await sweep(), 'nothing is left to expire').to.equal(0);
    });

    it('is accepted also when the record is due again, as nothing newer happened', async () => {
      const userId = await register();
      const { leaseId } = await take();
      await sweep();

      expect(await complete(leaseId, active, late)).to.equal('late');

      expect(await record(userId)).to.deep.include({ status: 'ACTIVE', answered_at: late, due_at: null });
      expect((await attempts(userId)).map(({ outcome }) => outcome)).to.deep.equal(['active']);
      expect(await complete(leaseId, active, late), 'once').to.equal('refused');
    });

    it('is accepted also when the attempts were used up by it', async () => {
      const userId = await register();
      await set(userId, { attempt: 2 });
      const { leaseId } = await take();
      await sweep();
      expect(await record(userId)).to.include({ status: 'ERROR', error_code: 'crash' });

      expect(await complete(leaseId, failed('timeout'), late)).to.equal('late');

      expect(await record(userId)).to.include({ status: 'TIMEOUT', error_code: 'timeout', due_at: null });
    });

    it('is refused when somebody has asked for a new answer since', async () => {
      const userId = await register();
      await set(userId, { attempt: 2 });
      const { leaseId } = await take();
      await sweep();
      await refreshOne(database.fork(), { actor: actor('LEADER', userId), cooldownS: 0 }, userId, late);

      expect(await complete(leaseId, active, late)).to.equal('refused');

      expect(await record(userId)).to.include({ status: 'PENDING', attempt: 0 });
    });

    it('is refused while another worker has the record, and leaves their lease alone', async () => {
      const userId = await register();
      const { leaseId } = await take();
      await sweep();
      const newer = await take(late);

      expect(await complete(leaseId, notFound, late)).to.equal('refused');

      expect(await record(userId)).to.include({ status: 'PROCESSING', lease_id: newer.leaseId });
      expect(await complete(newer.leaseId, active, late)).to.equal('stored');
      expect(await record(userId)).to.include({ status: 'ACTIVE' });
    });

    it('is stored whether it or the sweep comes first', async () => {
      for (let i = 0; i < 5; i += 1) {
        const userId = await register();
        const { leaseId } = await take();

        const [accepted, expired] = await Promise.all([complete(leaseId, active, late), sweep()]);

        expect(accepted, 'the one or the other').to.equal(expired === 0 ? 'stored' : 'late');
        expect(await record(userId)).to.include({ status: 'ACTIVE', version: expired === 0 ? 3 : 4 });
        expect((await attempts(userId)).map(({ outcome }) => outcome)).to.deep.equal(['active']);
        await database.query('delete from census.attempts; delete from census.records');
      }
    });
  });

  it('of a lease that never was is refused', async () => {
    expect(await complete('3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11', active)).to.equal('refused');
  });
});
