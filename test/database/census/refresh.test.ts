import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, failed, lookupsIn } from './support/lookups.ts';
import { COOLDOWN_S, refreshesIn } from './support/refreshes.ts';

describe('A refresh of one person', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, record, announcements, set } = lookupsIn(database);
  const { begin } = batchesIn(database);
  const { leader, refresh, answered, givenUp } = refreshesIn(database);

  it('makes the record due at once, with its attempts starting over', async () => {
    const userId = await answered(failed('timeout'));

    await refresh(leader, userId);

    expect(await record(userId)).to.deep.include({
      status: 'PENDING',
      attempt: 0,
      due_at: at(100),
      requested_at: at(100),
      requested_by: leader.id,
      error_code: null,
      version: 4,
    });
    expect((await announcements(userId)).at(-1)?.payload).to.deep.include({ status: 'PENDING', version: 4 });
  });

  it('is granted, and asks for nothing, to who has registered and has no record yet', async () => {
    const newcomer = { userId: randomUUID(), referrerId: leader.id, coordinatorId: null };
    const ask = (by: Actor, userId = newcomer.userId) =>
      refreshOne(database.fork(), { actor: by, cooldownS: COOLDOWN_S, newcomer }, userId, at(1));

    await ask(actor('USER', newcomer.userId));
    await ask(leader);
    for (const by of [actor('LEADER'), actor('ADMIN'), actor('USER', leader.id)])
      expect(await refusalOf(ask(by))).to.include({ code: 'forbidden', status: 403 });
    expect(await refusalOf(ask(leader, randomUUID()))).to.include({ code: 'forbidden', status: 403 });
    expect(await database.query('select 1 from census.records')).to.deep.equal([]);
  });

  describe('when its form is sent twice', () => {
    const send = (by: Actor, userId: string, seen: number, now = at(100)) =>
      refreshOne(database.fork(), { actor: by, cooldownS: COOLDOWN_S, seen }, userId, now);
    const version = async (userId: string) => Number((await record(userId)).version);
    /** Sent, and answered before the second tap. */
    const sendAndAnswer = async (by: Actor, userId: string): Promise<number> => {
      const seen = await version(userId);
      await send(by, userId, seen);
      await complete((await take(at(100))).leaseId, active, at(101));
      return seen;
    };

    it('asks once, also when the answer came between the two', async () => {
      const userId = await answered();
      const seen = await sendAndAnswer(leader, userId);
      const answeredVersion = await version(userId);

      await send(leader, userId, seen, at(101));

      expect(await version(userId)).to.equal(answeredVersion);
    });

    it('is granted to a USER whose failure the first sending has mended', async () => {
      const userId = await register();
      await lookUp(failed('captcha'));
      const own = actor('USER', userId);
      const seen = await sendAndAnswer(own, userId);

      await send(own, userId, seen, at(101));
      expect(await refusalOf(send(own, userId, await version(userId), at(101)))).to.include({ status: 403 });
    });

    it('waits like any other when the page showed the answer, or somebody else has asked', async () => {
      const userId = await answered();
      const seen = await sendAndAnswer(leader, userId);

      expect(await refusalOf(send(leader, userId, await version(userId), at(102)))).to.include({
        status: 429,
      });
      await set(userId, { requested_by: randomUUID() });
      expect(await refusalOf(send(leader, userId, seen, at(102)))).to.include({ status: 429 });
    });
  });

  it('keeps the last good answer meanwhile', async () => {
    const userId = await answered();

    await refresh(leader, userId);

    expect(await record(userId)).to.deep.include({ status: 'PENDING', answer: { ...active } });
  });

  it('puts a person who waits in front of the page before a leader', async () => {
    const [own, others] = [await givenUp(), await givenUp()];

    await refresh(actor('USER', own), own);
    await refresh(leader, others);

    expect((await record(own)).priority).to.equal(10);
    expect((await record(others)).priority).to.equal(20);
  });

  describe('while one waits or runs already', () => {
    it('is served by the lookup that waits, which keeps its place', async () => {
      const userId = await register({ referrerId: leader.id });
      const before = await record(userId);

      await refresh(leader, userId);

      expect(await record(userId)).to.deep.equal(before);
    });

    it('raises the priority of the lookup that waits, and says so', async () => {
      const userId = await answered();
      await begin(leader, [userId], at(100));
      expect((await record(userId)).priority).to.equal(30);

      await refresh(leader, userId, at(101));
      expect(await record(userId)).to.deep.include({ priority: 20, due_at: at(100), version: 5 });
      await refresh(actor('USER', userId), userId, at(102));
      expect(await record(userId)).to.deep.include({ priority: 10, due_at: at(100), version: 6 });

      expect((await announcements(userId)).map(({ payload }) => payload.version)).to.deep.equal([
        1, 2, 3, 4, 5, 6,
      ]);
    });

    it('is served by the lookup that runs, whose lease stays', async () => {
      const userId = await register({ referrerId: leader.id });
      const { leaseId } = await take();

      await refresh(leader, userId);

      expect(await record(userId)).to.deep.include({
        status: 'PROCESSING',
        lease_id: leaseId,
        due_at: null,
        requested_at: at(100),
        requested_by: leader.id,
        priority: 10,
      });
      expect(await complete(leaseId, active)).to.equal('stored');
      expect(await record(userId)).to.deep.include({ status: 'ACTIVE', due_at: null });
    });

    it('is not lost when the last attempt, which runs, fails: that was the first of the new request', async () => {
      const userId = await register({ referrerId: leader.id });
      await set(userId, { attempt: 2 });
      const { leaseId, attempt } = await take();
      expect(attempt).to.equal(3);

      await refresh(leader, userId);
      await complete(leaseId, failed('timeout'), at(110));

      expect(await record(userId)).to.deep.include({ status: 'TIMEOUT', attempt: 1, due_at: at(170) });
    });

    it('brings no more attempts while the cooldown runs, nor to a person who sees no failure', async () => {
      const userId = await register({ referrerId: leader.id });
      await set(userId, { attempt: 2 });
      await take();
      const before = await record(userId);

      await refresh(leader, userId, at(29));
      await refresh(actor('USER', userId), userId, at(100));

      expect(await record(userId)).to.deep.equal(before);
    });

    it('is one request, though several ask at the same moment', async () => {
      const userId = await answered();

      await Promise.all([1, 2, 3, 4, 5].map(() => refresh(leader, userId)));

      expect(await record(userId)).to.include({ status: 'PENDING', version: 4 });
    });
  });
});
