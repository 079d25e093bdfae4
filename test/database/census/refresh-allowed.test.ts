import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { noteRole } from '../../../services/census/store/leaders.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, cancelled, failed, lookupsIn, notFound } from './support/lookups.ts';
import { refreshesIn } from './support/refreshes.ts';

const answers = [
  ['active', active],
  ['not found', notFound],
  ['cancelled by death', cancelled(true)],
  ['cancelled', cancelled(false)],
] as const;

describe('A refresh of one person', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, record, set } = lookupsIn(database);
  const { leader, refresh, answered, givenUp } = refreshesIn(database);

  describe('is refused', () => {
    it('with the same 403 for a person of another leader and for nobody', async () => {
      const foreign = await answered(failed('captcha'));
      const before = await record(foreign);

      const refusals = [
        await refusalOf(refresh(actor('LEADER'), foreign)),
        await refusalOf(refresh(actor('LEADER'), randomUUID())),
        await refusalOf(refresh(actor('ADMIN'), foreign)),
        await refusalOf(refresh(actor('USER'), foreign)),
      ];

      expect(refusals[0]).to.include({ code: 'forbidden', status: 403 });
      for (const refusal of refusals) expect(refusal).to.deep.equal(refusals[0]);
      expect(await record(foreign)).to.deep.equal(before);
    });

    it('with 403 for who may only read it, and it goes no sooner for that', async () => {
      const coordinator = actor('COORDINATOR');
      const userId = await register({ referrerId: leader.id });
      await noteRole(database.fork(), {
        userId: leader.id,
        referrerId: coordinator.id,
        role: 'LEADER',
        changedAt: at(1).toISOString(),
      });
      await set(userId, { priority: 30 });
      for (const by of [coordinator, actor('ADMIN')])
        expect(await refusalOf(refresh(by, userId))).to.include({ code: 'forbidden', status: 403 });
      expect(await record(userId)).to.deep.include({ priority: 30, version: 1 });
    });

    it('with the same 403 also while the foreign record waits, runs or cools down', async () => {
      const waiting = await register({ referrerId: leader.id });
      const missing = await refusalOf(refresh(actor('LEADER'), randomUUID()));
      expect(await refusalOf(refresh(actor('LEADER'), waiting))).to.deep.equal(missing);
      const { leaseId } = await take();
      expect(await refusalOf(refresh(actor('LEADER'), waiting))).to.deep.equal(missing);
      await complete(leaseId, active);
      expect(await refusalOf(refresh(actor('LEADER'), waiting, at(1)))).to.deep.equal(missing);
    });

    it('to a USER for those whom they referred', async () => {
      const userId = await givenUp();

      expect(await refusalOf(refresh(actor('USER', leader.id), userId))).to.include({ status: 403 });
    });

    for (const [name, outcome] of answers) {
      it(`to a USER who has an answer already: ${name}`, async () => {
        const userId = await answered(outcome);

        expect(await refusalOf(refresh(actor('USER', userId), userId))).to.include({ status: 403 });
        expect((await record(userId)).version).to.equal(3);
      });
    }

    it('during the cooldown with 429 and the seconds that remain', async () => {
      const userId = await answered();

      expect(await refusalOf(refresh(leader, userId, at(10)))).to.include({
        code: 'cooldown',
        status: 429,
        retryAfterS: 20,
      });
      expect(await refusalOf(refresh(leader, userId, at(29.5)))).to.include({ retryAfterS: 1 });
      await refresh(leader, userId, at(30));
    });

    it('during the cooldown that the last refresh began', async () => {
      const userId = await answered();
      await refresh(leader, userId, at(100));
      await lookUp(active, at(101));

      expect(await refusalOf(refresh(leader, userId, at(110)))).to.include({ status: 429, retryAfterS: 20 });
    });
  });

  for (const kind of ['timeout', 'blocked', 'network'] as const) {
    it(`is granted to a USER for their own record after a failure: ${kind}`, async () => {
      const userId = await answered(failed(kind));

      await refresh(actor('USER', userId), userId);

      expect(await record(userId)).to.include({ status: 'PENDING', attempt: 0 });
    });
  }

  for (const [name, outcome] of [...answers, ['a failure', failed('captcha')] as const]) {
    it(`is granted to a LEADER whatever the answer was: ${name}`, async () => {
      const userId = await answered(outcome);

      await refresh(leader, userId);

      expect(await record(userId)).to.include({ status: 'PENDING', requested_by: leader.id });
    });
  }
});
