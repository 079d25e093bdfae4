import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readHold } from '../../../services/census/hold/hold.ts';
import { readLookupsState } from '../../../services/census/read/lookups-state.ts';
import { readView } from '../../../services/census/read/view.ts';
import { pause, probe, resume } from '../../../services/census/steer/operations.ts';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { dismissWorker, noteWorker } from '../../../services/census/store/workers.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import type { Trouble } from '../../../shared/contract/census.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, failed, LANE, lookupsIn } from './support/lookups.ts';

describe('Operators', () => {
  const database = useDatabase('census');
  const { register, lease, take, complete, lookUp, record } = lookupsIn(database);
  const { begin } = batchesIn(database);
  const admin = actor('ADMIN');
  const em = () => database.fork();
  const worker = (trouble: Trouble | null = null, now = at(100), name = 'worker-1') =>
    noteWorker(em(), { name, slots: 3, trouble }, now);
  const terms = { maxAttempts: 3, cooldownS: 30, spacingMs: 5_000 };
  const view = (userId: string, now = at(100)) => readView(em(), actor('USER', userId), userId, terms, now);

  describe('pause lookups', () => {
    it('so that nobody leaves, whoever asks, until they resume', async () => {
      const userId = await register();
      await pause(em(), admin, 'Revisión de la noche', at(1));

      expect(await lease(at(2))).to.equal(null);
      const due = { lanes: [LANE], scheduledNow: true };
      expect(await nextDue(em(), due, at(2))).to.deep.include({ due: false, nextDueAt: null });
      expect(await record(userId)).to.include({ status: 'PENDING', attempt: 0 });

      await resume(em(), admin, at(3));
      expect(await lease(at(4))).not.to.equal(null);
    });

    it('while those in flight end', async () => {
      const userId = await register();
      const { leaseId } = await take();
      await pause(em(), admin, 'Revisión', at(1));

      expect(await complete(leaseId, active, at(2))).to.equal('stored');
      expect(await record(userId)).to.include({ status: 'ACTIVE' });
    });

    it('and it is written down who did what, when and why', async () => {
      await worker();
      await pause(em(), admin, 'Revisión de la noche', at(1));
      await resume(em(), admin, at(2));
      await probe(em(), admin, at(3));

      const { operations } = await readLookupsState(em(), admin, 5_000, at(100));
      expect(operations).to.deep.equal([
        { at: at(3).toISOString(), by: admin.id, kind: 'probe', detail: '' },
        { at: at(2).toISOString(), by: admin.id, kind: 'resume', detail: '' },
        { at: at(1).toISOString(), by: admin.id, kind: 'pause', detail: 'Revisión de la noche' },
      ]);
    });
  });

  it('are told who paused them, why and since when', async () => {
    await worker();
    await pause(em(), admin, 'Revisión de la noche', at(1));
    const { pause: paused } = await readLookupsState(em(), admin, 5_000, at(100));
    expect(paused).to.deep.equal({
      since: at(1).toISOString(),
      by: admin.id,
      reason: 'Revisión de la noche',
    });
  });

  it('are told when a circuit opened and closed, which nobody ordered', async () => {
    const ids = Array.from({ length: 5 }, () => randomUUID()).sort();
    for (const userId of ids) await register({ userId });
    for (let count = 0; count < 5; count += 1)
      await complete((await take(at(0))).leaseId, failed('blocked'), at(7));
    await worker(null, at(10));
    await noteLanes(em(), [LANE], at(10));
    const before = await readLookupsState(em(), admin, 5_000, at(10));
    expect(before.lanes[0]).to.include({ circuit: 'open', reason: 'blocked', since: at(7).toISOString() });

    await probe(em(), admin, at(20));
    await complete((await take(at(20))).leaseId, active, at(23));
    await noteLanes(em(), [LANE], at(30));
    const { operations, lanes } = await readLookupsState(em(), admin, 5_000, at(30));
    expect(
      operations.map(({ kind, detail, by }) => ({ kind, detail, isNobody: by.startsWith('0000') })),
    ).to.deep.equal([
      { kind: 'closed', detail: LANE, isNobody: true },
      { kind: 'probe', detail: '', isNobody: false },
      { kind: 'opened', detail: `${LANE} blocked`, isNobody: true },
    ]);
    expect(lanes[0]).to.include({ circuit: 'closed', since: null });
  });

  it('see how the last hour went, and when nobody will wait any more', async () => {
    for (let count = 0; count < 4; count += 1) await register();
    await complete((await take(at(10))).leaseId, active, at(12));
    await complete((await take(at(20))).leaseId, failed('timeout'), at(22));
    await worker(null, at(400));
    const { lastHour, emptyAt } = await readLookupsState(em(), admin, 5_000, at(400));
    expect(lastHour).to.have.lengthOf(12);
    expect(lastHour.at(-1)).to.include({ answered: 0, failed: 0, ours: 0 });
    expect(lastHour.at(-2)).to.include({ answered: 1, failed: 1, ours: 0 });
    expect(Date.parse(lastHour.at(-1)?.from ?? '')).to.equal(at(100).getTime());
    expect(emptyAt).to.satisfy((time: string) => time > at(400).toISOString());

    await pause(em(), admin, 'Revisión', at(401));
    expect((await readLookupsState(em(), admin, 5_000, at(402))).emptyAt).to.equal(null);
  });

  it('do once what they ask twice, one after the other or at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => pause(em(), admin, 'Revisión', at(1))));
    await pause(em(), admin, 'Revisión', at(2));
    for (const seconds of [3, 4]) await resume(em(), admin, at(seconds));
    await pause(em(), admin, 'Revisión', at(5));
    await pause(em(), admin, 'Otra razón', at(5));
    for (const seconds of [6, 7, 9]) await probe(em(), admin, at(seconds));

    const { operations } = await readLookupsState(em(), admin, 5_000, at(100));
    expect(operations.map(({ kind, at }) => `${kind} ${at}`).toReversed()).to.deep.equal([
      ...[`pause ${at(1).toISOString()}`, `resume ${at(3).toISOString()}`, `pause ${at(5).toISOString()}`],
      ...[`pause ${at(5).toISOString()}`, `probe ${at(6).toISOString()}`, `probe ${at(9).toISOString()}`],
    ]);
  });

  it('are ADMINs and nobody else', async () => {
    for (const role of ['USER', 'LEADER'] as const) {
      for (const attempt of [
        () => pause(em(), actor(role), 'porque sí', at(1)),
        () => resume(em(), actor(role), at(1)),
        () => probe(em(), actor(role), at(1)),
        () => readLookupsState(em(), actor(role), 5_000, at(1)),
      ])
        expect(await refusalOf((async () => attempt())())).to.include({ code: 'forbidden', status: 403 });
    }
    expect(await readHold(em(), [], at(1))).to.equal(null);
  });

  it('see the queue, the lanes and the scrapers, and no person', async () => {
    const leader = actor('LEADER');
    const answered = await register({ referrerId: leader.id });
    await lookUp(active);
    await begin(leader, [answered], at(50));
    const person = await register({}, at(60));
    await register({}, at(61));
    await complete((await take(at(70))).leaseId, failed('timeout'), at(80));
    await take(at(81));
    await register({}, at(82));
    await worker('browser');

    const state = await readLookupsState(em(), admin, 5_000, at(100));

    expect(state.queue).to.deep.equal({
      ...{ person: 1, single: 0, bulk: 1, scheduled: 0, later: 1, running: 1 },
      oldestDueAt: at(50).toISOString(),
    });
    expect(state.statuses).to.include({ PENDING: 2, PROCESSING: 1, TIMEOUT: 1, ACTIVE: 0 });
    expect(state.workers).to.deep.equal([
      { name: 'worker-1', slots: 3, trouble: 'browser', seenAt: at(100).toISOString() },
    ]);
    expect(state.lanes.map(({ name, circuit }) => [name, circuit])).to.deep.equal([[LANE, 'closed']]);
    const text = JSON.stringify(state);
    for (const secret of [person, answered, '1020304050']) expect(text).not.to.include(secret);
  });

  describe('and everybody who waits are told why nothing moves:', () => {
    const holdOf = async (userId: string, now?: Date) => (await view(userId, now)).hold;

    it('nothing, when lookups go on', async () => {
      const userId = await register();
      await worker();
      expect(await holdOf(userId)).to.equal(null);
    });

    it('a pause, without a time', async () => {
      const userId = await register();
      await worker();
      await pause(em(), admin, 'Revisión', at(1));

      const shown = await view(userId);
      expect(shown.hold).to.include({ reason: 'paused', until: null });
      expect(shown.queue).to.deep.equal({ position: 1, expectedAt: null });
    });

    it('an open circuit, with its time, also for whoever failed and waits for a retry', async () => {
      // In the order in which they are served: the fifth failure opens the circuit, and is excused.
      const ids = Array.from({ length: 5 }, () => randomUUID()).sort();
      for (const userId of ids) await register({ userId });
      for (let count = 0; count < 5; count += 1)
        await complete((await take(at(0))).leaseId, failed('blocked'));
      const waiting = await register();
      await worker(null, at(10));
      await noteLanes(em(), [LANE], at(10));

      const until = at(900).toISOString();
      const [failedOne, waitingOne] = [await view(ids[0] ?? '', at(10)), await view(waiting, at(10))];
      expect(failedOne).to.deep.include({ status: 'BLOCKED', nextAttemptAt: until });
      expect(failedOne.hold).to.include({ reason: 'blocked', until });
      expect(waitingOne.hold).to.include({ reason: 'blocked', until });
      expect(waitingOne.queue?.expectedAt).to.satisfy((time: string) => time >= until);
    });

    for (const [trouble, reason] of [
      ['pace', 'no_pace'],
      ['browser', 'no_browser'],
    ] as const) {
      it(`every scraper says that it has ${reason}`, async () => {
        const userId = await register();
        await worker(trouble);
        expect(await holdOf(userId)).to.include({ reason });

        await worker(null, at(100), 'worker-2');
        expect(await holdOf(userId), 'one of two works').to.equal(null);
      });
    }

    it('no scraper for half a minute, but not in the first moments', async () => {
      const userId = await register();
      expect(await holdOf(userId, at(29))).to.equal(null);
      expect(await holdOf(userId, at(31))).to.include({ reason: 'no_scraper' });
      await worker(null, at(32));
      expect(await holdOf(userId, at(33))).to.equal(null);
      await dismissWorker(em(), 'worker-1');
      expect(await holdOf(userId, at(33)), 'it said goodbye').to.include({ reason: 'no_scraper' });
    });

    it('not those who have their answer', async () => {
      const userId = await register();
      await lookUp(active);
      await pause(em(), admin, 'Revisión', at(1));
      expect(await holdOf(userId)).to.equal(null);
    });
  });
});
