import { expect } from 'chai';
import { probe } from '../../../services/census/steer/operations.ts';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { expireLeases } from '../../../services/census/work/expire.ts';
import { giveBackLease } from '../../../services/census/work/give-back.ts';
import { leaseNext } from '../../../services/census/work/lease.ts';
import type { Lease } from '../../../shared/contract/census.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, circuit, failed, LANE, LEASE_S, lookupsIn, policy } from './support/lookups.ts';

const QUARTER_S = 900;

describe('The circuit of the whole cluster', () => {
  const database = useDatabase('census');
  const { register, lease, take, complete, record, set } = lookupsIn(database);

  const people = (count: number) => Promise.all(Array.from({ length: count }, () => register()));
  /** Five people are refused, one after the other, at `at(0)`. */
  const open = async (kind: 'blocked' | 'maintenance' | 'captcha' = 'blocked') => {
    await people(5);
    for (let count = 0; count < 5; count += 1) await complete((await take(at(0))).leaseId, failed(kind));
  };
  const due = async (seconds: number, lanes = [LANE]) => {
    await noteLanes(database.fork(), lanes, at(seconds));
    return nextDue(database.fork(), { lanes, scheduledNow: true }, at(seconds));
  };
  const by = (lane: string, seconds: number): Promise<Lease | null> =>
    leaseNext(
      database.fork(),
      { worker: 'w', lane, leaseS: LEASE_S, maxAttempts: 3, scheduledNow: true },
      at(seconds),
    );

  for (const kind of ['blocked', 'maintenance', 'captcha'] as const) {
    it(`opens for every scraper after five refusals in a row (${kind}), and those who wait keep their attempts`, async () => {
      await open(kind);
      const waiting = await register({}, at(1));

      expect(await lease(at(100), 'another scraper')).to.equal(null);
      expect(await due(100)).to.deep.equal({
        due: false,
        nextDueAt: at(QUARTER_S).toISOString(),
        lane: null,
      });
      expect(await record(waiting)).to.include({ status: 'PENDING', attempt: 0 });
    });
  }

  it('lets one lookup through as a probe when its time is over, and closes with its answer', async () => {
    await open();
    const [first] = await people(2);
    await set(first ?? '', { priority: 1 });

    const probing = await take(at(QUARTER_S));
    expect(await lease(at(QUARTER_S + 1)), 'nobody beside the probe').to.equal(null);
    expect(probing.userId).to.equal(first);
    await complete(probing.leaseId, active, at(QUARTER_S + 2));

    expect(await lease(at(QUARTER_S + 3))).not.to.equal(null);
  });

  it('does not count a refused probe against the person, and waits twice as long', async () => {
    await open();
    const userId = await register();
    await set(userId, { priority: 1, attempt: 2 });

    const { leaseId, attempt } = await take(at(QUARTER_S));
    expect(attempt).to.equal(3);
    await complete(leaseId, failed('blocked'), at(QUARTER_S + 5));

    const again = at(QUARTER_S + 5 + 2 * QUARTER_S);
    expect(await record(userId)).to.deep.include({ status: 'PENDING', attempt: 2, due_at: again });
    expect(await lease(at(QUARTER_S + 5 + 2 * QUARTER_S - 1))).to.equal(null);
    expect(await lease(again)).not.to.equal(null);
  });

  it('sends another probe when the first one crashed or was given back', async () => {
    await open();
    await people(3);
    await take(at(QUARTER_S));
    await expireLeases(database.fork(), policy, at(QUARTER_S + LEASE_S));

    const second = await take(at(QUARTER_S + LEASE_S));
    await giveBackLease(
      database.fork(),
      { leaseId: second.leaseId, asked: false, reason: 'stopped', detail: null },
      { policy, circuit, now: at(QUARTER_S + LEASE_S + 1) },
    );

    expect(await lease(at(QUARTER_S + LEASE_S + 2))).not.to.equal(null);
  });

  it('names no time that is over while the probe is under way', async () => {
    await open();
    await people(2);
    await take(at(QUARTER_S));

    expect(await due(QUARTER_S + 1)).to.deep.equal({ due: false, nextDueAt: null, lane: null });
  });

  it('sends the probe at once when an operator says so', async () => {
    await open();
    await register();
    await noteLanes(database.fork(), [LANE], at(9));

    await probe(database.fork(), actor('ADMIN'), at(10));

    expect(await lease(at(10))).not.to.equal(null);
    expect(await lease(at(10)), 'one').to.equal(null);
  });

  describe('with several lanes', () => {
    const lanes = ['bogota', 'cali'];

    it('uses them in turn', async () => {
      await people(4);
      const used: (string | null)[] = [];
      for (let second = 0; second < 4; second += 1) {
        const { lane } = await due(second, lanes);
        used.push(lane);
        await by(lane ?? '', second);
      }
      expect(used).to.deep.equal(['bogota', 'cali', 'bogota', 'cali']);
    });

    it('lets a blocked lane rest while the other works', async () => {
      await people(7);
      await due(0, lanes);
      for (let count = 0; count < 5; count += 1)
        await complete((await by('bogota', 0))?.leaseId ?? '', failed('blocked'), at(0));

      expect((await due(1, lanes)).lane).to.equal('cali');
      expect(await by('bogota', 1)).to.equal(null);
      expect(await by('cali', 1)).not.to.equal(null);
      await due(2, lanes);
      expect((await due(3, lanes)).lane, 'again and again').to.equal('cali');
    });

    it('takes a dead proxy for the lane’s failure and not for an attempt', async () => {
      const userId = await register();
      await due(0, lanes);
      const { leaseId } = (await by('bogota', 0)) ?? { leaseId: '' };

      await giveBackLease(
        database.fork(),
        { leaseId, asked: true, reason: 'lane_failed', detail: 'ERR_PROXY_CONNECTION_FAILED' },
        { policy, circuit, now: at(1) },
      );

      expect(await record(userId)).to.deep.include({ status: 'PENDING', attempt: 0, due_at: at(1) });
      expect((await due(2, lanes)).lane).to.equal('cali');
      expect(await by('bogota', 2)).to.equal(null);
      expect((await due(61, lanes)).lane, 'least recently used, and rested').to.equal('cali');
      await by('cali', 61);
      await register({}, at(61));
      expect((await due(62, lanes)).lane).to.equal('bogota');
    });

    it('forgets a lane that no scraper has any more', async () => {
      await register();
      await due(0, ['vieja']);

      expect(await due(100, ['cali'])).to.deep.include({ due: true, lane: 'cali' });
    });
  });
});
