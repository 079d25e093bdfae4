import { expect } from 'chai';
import { freshOutlook } from '../../../services/census/read/outlook.ts';
import { readStandings } from '../../../services/census/read/standings.ts';
import { readView, readViews } from '../../../services/census/read/view.ts';
import { noteWorker } from '../../../services/census/store/workers.ts';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, cancelled, failed, LEASE_S, lookupsIn } from './support/lookups.ts';

const terms = { maxAttempts: 3, cooldownS: 30, spacingMs: 5_000 };

describe('The view of a record', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, set } = lookupsIn(database);
  const leader = actor('LEADER');

  const view = async (userId: string, now = at(100), by: Actor = actor('USER', userId)) => {
    await noteWorker(database.fork(), { name: 'worker-1', slots: 3, trouble: null }, now);
    return readView(database.fork(), by, userId, terms, now);
  };

  it('has the answer and its date', async () => {
    const userId = await register();
    await lookUp(active, at(7));

    expect(await view(userId)).to.deep.equal({
      userId,
      status: 'ACTIVE',
      attempt: 1,
      maxAttempts: 3,
      queue: null,
      hold: null,
      nextAttemptAt: null,
      answer: { ...active },
      answeredAt: at(7).toISOString(),
      move: null,
      error: null,
      mayRefresh: false,
      refreshableAt: null,
      version: 3,
    });
  });

  it('has a cancelled answer without what only the service needs', async () => {
    const userId = await register();
    await lookUp(cancelled(true));

    expect((await view(userId)).answer).to.have.all.keys('kind', 'novedad', 'resolucion', 'fechaNovedad');
  });

  it('says while the cooldown runs from when a refresh may be asked for', async () => {
    const userId = await register();
    await lookUp(active);

    expect((await view(userId, at(29))).refreshableAt).to.equal(at(30).toISOString());
    expect((await view(userId, at(30))).refreshableAt).to.equal(null);
  });

  describe('while the person waits', () => {
    it('has their place and when the answer is expected: one interval for each before them, and the lookup', async () => {
      const [first, second, third] = [
        await register({}, at(0)),
        await register({}, at(1)),
        await register({}, at(2)),
      ];
      const queueOf = async (userId: string) => (await view(userId)).queue;

      expect(await queueOf(first)).to.deep.equal({ position: 1, expectedAt: at(102).toISOString() });
      expect(await queueOf(second)).to.deep.equal({ position: 2, expectedAt: at(107.06).toISOString() });
      expect(await queueOf(third)).to.deep.equal({ position: 3, expectedAt: at(112.12).toISOString() });

      await take();
      expect(await queueOf(second), 'when the first one is being looked up').to.deep.include({ position: 1 });
    });

    it('counts places as they are served: priority, then turn, then time, then id', async () => {
      const bulk = await register({ referrerId: leader.id }, at(0));
      await set(bulk, { priority: 30 });
      const [low, high] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
      await register({ userId: high, referrerId: leader.id }, at(10));
      await register({ userId: low, referrerId: leader.id }, at(10));
      const late = await register({ referrerId: leader.id }, at(20));
      await set(low, { turn: 2 });
      await set(high, { turn: 2 });
      await set(late, { turn: 1 });
      const single = await register({ referrerId: leader.id }, at(5));
      await set(single, { priority: 20 });

      const views = await readViews(database.fork(), leader, [bulk, low, high, late, single], terms, at(100));
      const place = new Map(views.map(({ userId, queue }) => [userId, queue?.position]));
      const served: string[] = [];
      for (let n = 0; n < 5; n += 1) served.push((await take(at(100))).userId);

      expect(served.map((userId) => place.get(userId))).to.deep.equal([1, 2, 3, 4, 5]);
      expect(served).to.deep.equal([late, low, high, single, bulk]);
    });

    it('counts no further than is worth knowing: who is behind that has the place after it, and no time', async () => {
      await database.query(
        `insert into census.records (user_id, cedula, status, attempt, priority, requested_at, due_at, version,
           created_at, updated_at)
         select gen_random_uuid(), (900000 + n)::text, 'PENDING', 0, 10, $1, $1, 1, $1, $1
         from generate_series(1, $2::int) n`,
        [at(0), COUNTED_PLACES - 1],
      );
      const last = await register({}, at(1));
      const behind = await register({}, at(2));
      const farBehind = await register({}, at(3));

      const views = await readViews(
        database.fork(),
        actor('ADMIN'),
        [last, behind, farBehind],
        terms,
        at(100),
      );
      const queueOf = new Map(views.map(({ userId, queue }) => [userId, queue]));

      expect(queueOf.get(last)?.position).to.equal(COUNTED_PLACES);
      const beyond = { position: COUNTED_PLACES + 1, expectedAt: null };
      expect(queueOf.get(behind)).to.deep.equal(beyond);
      expect(queueOf.get(farBehind)).to.deep.equal(beyond);
    });

    it('does not count those whose retry is still to come, however urgent they will be', async () => {
      await register({}, at(0));
      await lookUp(failed('timeout'), at(90));
      const userId = await register({}, at(95));
      await set(userId, { priority: 30 });

      expect((await view(userId, at(149))).queue?.position).to.equal(1);
      expect((await view(userId, at(150))).queue?.position, 'when the retry is due').to.equal(2);
    });
  });

  it('has neither a place nor a next attempt while the lookup runs', async () => {
    const userId = await register();
    await take();

    expect(await view(userId)).to.deep.include({
      status: 'PROCESSING',
      attempt: 1,
      queue: null,
      nextAttemptAt: null,
    });
  });

  it('shows the lookup, not the failure before it, while a retry runs', async () => {
    const userId = await register();
    await lookUp(failed('timeout'), at(0));
    await take(at(60));

    expect(await view(userId, at(61))).to.deep.include({ status: 'PROCESSING', attempt: 2, error: null });
  });

  describe('after a failure', () => {
    it('says what happened and when it is tried again', async () => {
      const userId = await register();
      await lookUp(failed('timeout'), at(90));

      const shown = await view(userId, at(100));

      expect(shown).to.deep.include({ status: 'TIMEOUT', queue: null, nextAttemptAt: at(150).toISOString() });
      expect(shown.error?.code).to.equal('timeout');
      expect(shown.error?.message).to.include('automáticamente');
    });

    it('has a place in the queue once the retry is due, and still reads as one that is tried again', async () => {
      const userId = await register();
      await lookUp(failed('timeout'), at(0));

      expect(await view(userId, at(60))).to.deep.include({
        queue: { position: 1, expectedAt: at(60).toISOString() },
        nextAttemptAt: at(60).toISOString(),
      });
    });

    it('says that it is not tried again, and what the person can do', async () => {
      const userId = await register();
      await lookUp(failed('captcha'), at(0));

      const shown = await view(userId);

      expect(shown).to.deep.include({ status: 'ERROR', queue: null, nextAttemptAt: null });
      expect(shown.error?.message).to.include('«Actualizar»');
    });

    it('keeps the good answer beside it', async () => {
      const userId = await register();
      await lookUp(active, at(0));
      await set(userId, { status: 'PENDING', attempt: 0, due_at: at(50) });
      await complete((await take(at(50))).leaseId, failed('blocked'), at(52));

      expect(await view(userId)).to.deep.include({
        status: 'BLOCKED',
        answer: { ...active },
        answeredAt: at(0).toISOString(),
      });
    });
  });

  it('says of many at once how their records stand, as each view does, and nothing of who has none', async () => {
    const answered = await register({}, at(0));
    await lookUp(active, at(1));
    const triedAgain = await register({}, at(2));
    await lookUp(failed('timeout'), at(3));
    const ended = await register({}, at(4));
    await lookUp(failed('captcha'), at(5));
    const waiting = await register({}, at(6));
    const all = [answered, triedAgain, ended, waiting];

    const standings = await readStandings(
      database.fork(),
      [...all, '00000000-0000-4000-8000-00000000dead'],
      freshOutlook(terms.spacingMs),
      at(10),
    );

    const views = await Promise.all(all.map((userId) => view(userId, at(10))));
    expect(standings).to.have.deep.members(
      views.map(({ userId, version, status, nextAttemptAt }) => ({ userId, version, status, nextAttemptAt })),
    );
  });

  it('never shows a lease or a worker', async () => {
    const userId = await register();
    const { leaseId } = await take();

    const text = JSON.stringify(await view(userId, at(LEASE_S - 1)));

    expect(text).not.to.include(leaseId);
    expect(text).not.to.include('worker');
  });
});
