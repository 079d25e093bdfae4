import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readView, readViews } from '../../../services/census/read/view.ts';
import { pause } from '../../../services/census/steer/operations.ts';
import { noteRole } from '../../../services/census/store/leaders.ts';
import { noteWorker } from '../../../services/census/store/workers.ts';
import type { Actor, Role } from '../../../shared/contract/accounts.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actor, lookupsIn } from './support/lookups.ts';

const terms = { maxAttempts: 3, cooldownS: 30, spacingMs: 5_000 };

describe('The view of a record', () => {
  const database = useDatabase('census');
  const { register } = lookupsIn(database);
  const leader = actor('LEADER');

  const view = async (userId: string, now = at(100), by: Actor = actor('USER', userId)) => {
    await noteWorker(database.fork(), { name: 'worker-1', slots: 3, trouble: null }, now);
    return readView(database.fork(), by, userId, terms, now);
  };

  describe('is for', () => {
    it('the person, whatever their role', async () => {
      const userId = await register();

      for (const role of ['USER', 'LEADER', 'ADMIN'] as const)
        expect((await view(userId, at(1), actor(role, userId))).userId).to.equal(userId);
    });

    it('the LEADER or ADMIN who referred them', async () => {
      const userId = await register({ referrerId: leader.id });

      for (const role of ['LEADER', 'ADMIN'] as const)
        expect((await view(userId, at(1), actor(role, leader.id))).userId).to.equal(userId);
    });

    it('the COORDINATOR who referred that LEADER, as long as they lead', async () => {
      const coordinator = actor('COORDINATOR');
      const userId = await register({ referrerId: leader.id });
      const role = (role: Role, seconds: number) =>
        noteRole(database.fork(), {
          userId: leader.id,
          referrerId: coordinator.id,
          role,
          changedAt: at(seconds).toISOString(),
        });
      await role('LEADER', 1);
      expect(await view(userId, at(1), coordinator)).to.include({ userId, mayRefresh: false });
      await role('USER', 3);
      await role('LEADER', 2); // An older fact that comes late.

      expect((await refusalOf(view(userId, at(4), coordinator))).status).to.equal(404);
    });

    it('every ADMIN, read-only', async () => {
      const userId = await register({ referrerId: leader.id });
      expect(await view(userId, at(1), actor('ADMIN'))).to.include({ userId, mayRefresh: false });
    });

    it('nobody else: the same 404 as for a record that is missing', async () => {
      const userId = await register({ referrerId: leader.id });
      const missing = await refusalOf(view(randomUUID(), at(1), leader));
      expect(missing).to.include({ code: 'not_found', status: 404 });

      for (const by of [actor('LEADER'), actor('OPERATOR'), actor('USER'), actor('USER', leader.id)])
        expect(await refusalOf(view(userId, at(1), by))).to.deep.equal(missing);
    });

    it('whoever registered and has no record yet: they wait, as version 0, with why nothing moves', async () => {
      const newcomer = { userId: randomUUID(), referrerId: leader.id, coordinatorId: null };
      const viewsFor = (by: Actor, now = at(1)) =>
        readViews(database.fork(), by, [newcomer.userId], terms, now, [newcomer]);

      const [own] = await viewsFor(actor('USER', newcomer.userId));
      expect(own).to.deep.equal({
        ...{ userId: newcomer.userId, status: 'PENDING', attempt: 0, maxAttempts: 3, version: 0 },
        ...{ queue: null, hold: null, nextAttemptAt: null, answer: null, answeredAt: null, error: null },
        move: null,
        ...{ mayRefresh: false, refreshableAt: null },
      });
      expect((await viewsFor(leader))[0]).to.include({ version: 0, mayRefresh: true });
      expect(await viewsFor(actor('LEADER'))).to.deep.equal([]);

      await pause(database.fork(), actor('ADMIN'), 'Revisión', at(2));
      expect((await viewsFor(leader, at(3)))[0]?.hold).to.include({ reason: 'paused' });

      await register({ userId: newcomer.userId, referrerId: leader.id });
      const born = await viewsFor(leader);
      expect(born).to.have.lengthOf(1);
      expect(born[0]?.version).to.equal(1);
    });

    it('the leader of many: those among the asked-for whom they referred, and themselves', async () => {
      const mine = [await register({ referrerId: leader.id }), await register({ referrerId: leader.id })];
      const own = await register({ userId: leader.id });
      const foreign = await register({ referrerId: randomUUID() });

      const asked = [...mine, own, foreign, randomUUID(), own];
      const views = await readViews(database.fork(), leader, asked, terms, at(1));

      expect(views.map(({ userId }) => userId)).to.have.members([...mine, own]);
    });
  });
});
