import { expect } from 'chai';
import { readLookupsState } from '../../../services/census/read/lookups-state.ts';
import { readView } from '../../../services/census/read/view.ts';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import { planRevalidation } from '../../../services/census/request/revalidate.ts';
import { probe } from '../../../services/census/steer/operations.ts';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { noteWorker } from '../../../services/census/store/workers.ts';
import { expireLeases } from '../../../services/census/work/expire.ts';
import { leaseNext } from '../../../services/census/work/lease.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, LEASE_S, lookupsIn, policy } from './support/lookups.ts';
import { DOWN, outagesIn } from './support/outages.ts';

describe('An outage of the source', () => {
  const database = useDatabase('census');
  const { register, lease, take, record, set, attempts, announcements } = lookupsIn(database);
  const { report, look, goDown, giveBack, people } = outagesIn(database);
  const fork = () => database.fork();

  const standing = async (ids: readonly string[]) =>
    (await Promise.all(ids.map(record))).map(({ status, attempt, due_at }) => ({ status, attempt, due_at }));
  const asked = async (ids: readonly string[]) =>
    (await Promise.all(ids.map(attempts))).map((all) => all.length);

  it('of eight people and a page that is down: three queries, everybody waits at their place, then each is asked once', async () => {
    const ids = await people(8);
    await goDown(10);
    expect(await lease(at(14)), 'nobody leaves').to.equal(null);
    expect(await giveBack(14), 'the third waits already').to.equal(2);

    expect(await standing(ids)).to.deep.equal(
      ids.map((_, n) => ({ status: 'PENDING', attempt: 0, due_at: at(n) })),
    );

    const order = [await look(active, 72)];
    for (let n = 0; n < 7; n += 1) order.push(await look(active, 73 + n));
    expect(order).to.deep.equal([ids[3], ...ids.filter((_, n) => n !== 3)]);
    expect((await standing(ids)).map(({ status }) => status)).to.deep.equal(ids.map(() => 'ACTIVE'));
    expect(await asked(ids)).to.deep.equal([2, 2, 2, 1, 1, 1, 1, 1]);
  });

  it('frees also whoever had ended in failure for good, and says so to their page', async () => {
    const ids = await people(3);
    for (let n = 0; n < 3; n += 1) await look(failed('captcha'), 10 + n, 1);
    const [first = ''] = ids;
    expect((await record(first)).due_at).to.equal(null);
    const before = await announcements(first);

    await giveBack(13);

    expect(await record(first)).to.deep.include({
      status: 'PENDING',
      attempt: 0,
      error_code: null,
      due_at: at(0),
    });
    const told = (await announcements(first)).slice(before.length);
    expect(told.map(({ payload }) => payload.status)).to.deep.equal(['PENDING']);
    expect(await giveBack(14), 'once').to.equal(0);
  });

  it('tells everybody who waits why, and until when', async () => {
    const [first = ''] = await people(4);
    await goDown(10);
    await giveBack(13);
    await noteWorker(fork(), { name: 'w', slots: 3, trouble: null }, at(13));

    const terms = { maxAttempts: 3, cooldownS: 30, spacingMs: 5_000 };
    const view = await readView(fork(), actor('USER', first), first, terms, at(14));
    expect(view.hold).to.include({ reason: 'timeout', until: at(72).toISOString() });
    expect(view).to.include({ status: 'PENDING', attempt: 0, error: null });
    expect(view.queue?.position).to.equal(1);
    expect(Date.parse(view.queue?.expectedAt ?? '')).to.be.at.least(at(72).getTime());
    const { lanes, pace } = await readLookupsState(fork(), actor('OPERATOR'), 5_000, at(14));
    expect(pace, 'no lookup was measured').to.include({
      lastDepartureAt: at(12).toISOString(),
      lookupMs: 2_000,
    });
    expect(lanes[0]).to.include({ circuit: 'open', reason: 'timeout', failing: 3 });
  });

  it('is known by its history: those attempts are there with their outcome, and are marked', async () => {
    const [first = ''] = await people(3);
    await goDown(10);
    expect((await attempts(first))[0]).to.include({ outcome: 'timeout', refund: 'owed' });
    await giveBack(13);
    expect((await attempts(first))[0]).to.include({ outcome: 'timeout', refund: 'paid' });
  });

  it('costs a probe nothing, and every probe is another person', async () => {
    const ids = await people(3);
    await goDown(10);
    await giveBack(13);

    const probes: string[] = [];
    for (const seconds of [72, 192, 432]) probes.push(await look(DOWN, seconds));
    expect(new Set(probes)).to.have.property('size', 3);
    expect((await standing(ids)).map(({ status, attempt }) => [status, attempt])).to.deep.equal(
      ids.map(() => ['PENDING', 0]),
    );
    expect((await record(probes[2] ?? '')).due_at, 'with the next probe').to.deep.equal(at(432 + 300));
  });

  it('is tried at once when an operator says so', async () => {
    await people(4);
    await goDown(10);
    await probe(fork(), actor('OPERATOR'), at(20));
    await look(active, 20);
    expect(await lease(at(21)), 'it is over').not.to.equal(null);
  });

  it('gives back what was on its way when it was noticed, or when it was over', async () => {
    const ids = await people(6);
    const leases = [];
    for (let n = 0; n < 5; n += 1) leases.push(await take(at(10)));
    const ends = leases.map(
      ({ leaseId }) =>
        (seconds: number) =>
          report(leaseId, DOWN, seconds),
    );
    for (const end of ends.slice(0, 3)) await end(20);
    await ends[3]?.(30);
    expect(await look(active, 80)).to.equal(ids[5]);
    await ends[4]?.(90);
    await giveBack(91);

    const waiting = await standing(ids.slice(0, 5));
    expect(waiting.map(({ status, attempt }) => [status, attempt])).to.deep.equal(
      waiting.map(() => ['PENDING', 0]),
    );
    expect(await lease(at(92)), 'and it does not begin another').not.to.equal(null);
  });

  it('gives back to everybody when all fail at the same moment', async () => {
    const ids = await people(8);
    const leases = [];
    for (let n = 0; n < 8; n += 1) leases.push(await take(at(10)));
    await Promise.all([
      ...leases.map(({ leaseId }) => report(leaseId, DOWN, 20)),
      giveBack(20),
      giveBack(20),
    ]);
    await giveBack(21);
    expect((await standing(ids)).map(({ status, attempt }) => [status, attempt])).to.deep.equal(
      ids.map(() => ['PENDING', 0]),
    );
  });

  it('is excused also when its report comes after the lease ran out', async () => {
    const ids = await people(4);
    const late = await take(at(0));
    await goDown(10);
    await expireLeases(fork(), policy, at(LEASE_S));
    expect(await report(late.leaseId, DOWN, LEASE_S + 1)).to.equal('late');
    expect(await record(ids[0] ?? '')).to.include({ status: 'PENDING', attempt: 0 });
  });

  it('takes nothing from who asked again meanwhile: that is another request', async () => {
    const [first = ''] = await people(3);
    for (const seconds of [10, 11]) await look(DOWN, seconds, 1);
    await refreshOne(fork(), { actor: actor('USER', first), cooldownS: 0 }, first, at(20));
    await set(first, { attempt: 2 });
    await look(DOWN, 21);

    expect(await giveBack(22), 'only the second has something to get back').to.equal(1);
    expect(await record(first)).to.include({ status: 'PENDING', attempt: 2 });
  });

  it('counts less for a lookup that runs when it is noticed', async () => {
    const [first = ''] = await people(3);
    for (const seconds of [10, 11]) await look(DOWN, seconds);
    await set(first, { due_at: at(0) });
    const running = await take(at(12));
    expect(running).to.include({ userId: first, attempt: 2 });
    await look(DOWN, 13);
    await giveBack(14);
    expect(await record(first)).to.include({ status: 'PROCESSING', attempt: 1 });

    await report(running.leaseId, DOWN, 15);
    expect(await record(first)).to.include({ status: 'PENDING', attempt: 0 });
  });

  it('leaves an old answer that was only checked again as it is', async () => {
    const [first = ''] = await people(1);
    await look(active, 10);
    const day = 24 * 3_600;
    const checks = { days: 1, hours: { from: 0, to: 24 }, final: false };
    await planRevalidation(fork(), checks, at(2 * day));
    await look(DOWN, 2 * day);
    expect((await record(first)).status).to.equal('TIMEOUT');
    for (let n = 1; n < 3; n += 1) {
      await register({}, at(2 * day));
      await look(DOWN, 2 * day + n);
    }
    await giveBack(2 * day + 3);
    expect(await record(first)).to.include({ status: 'ACTIVE', attempt: 0, priority: 40 });
  });

  it('is noticed by lanes together, though each has seen too few people', async () => {
    const lanes = ['bogota', 'cali', 'pasto'];
    const ids = await people(3);
    await noteLanes(fork(), lanes, at(10));
    const by = (lane: string) =>
      leaseNext(fork(), { worker: 'w', lane, leaseS: LEASE_S, maxAttempts: 3, scheduledNow: true }, at(10));
    for (const lane of lanes) await report((await by(lane))?.leaseId ?? '', DOWN, 10);
    expect(await giveBack(11)).to.equal(2);
    expect((await standing(ids)).map(({ attempt }) => attempt)).to.deep.equal([0, 0, 0]);
    expect(await by('pasto'), 'the one that noticed it').to.equal(null);
  });

  it('is noticed by lanes together also when they fail at the same moment', async () => {
    const lanes = ['bogota', 'cali', 'pasto'];
    await people(3);
    await noteLanes(fork(), lanes, at(10));
    const terms = { worker: 'w', leaseS: LEASE_S, maxAttempts: 3, scheduledNow: true };
    const leases = [];
    for (const lane of lanes) leases.push(await leaseNext(fork(), { ...terms, lane }, at(10)));
    await Promise.all(leases.map((lease) => report(lease?.leaseId ?? '', DOWN, 10)));
    const open = await database.query(`select 1 from census.lanes where state = 'open'`);
    expect(open, 'the one that came last').to.have.lengthOf(1);
    expect(await giveBack(11)).to.equal(2);
  });

  it('leaves a person alone whose record is held, until the next time', async () => {
    const ids = await people(3);
    await goDown(10);
    await fork().transactional(async (tx) => {
      await tx.execute('select 1 from "census"."records" where "user_id" = ? for update', [ids[0]]);
      expect(await giveBack(13)).to.equal(1);
    });
    expect(await giveBack(14)).to.equal(1);
  });
});
