import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { refreshMany } from '../../../services/census/queue/refresh.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { useDatabase } from '../../support/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, cancelled, failed, lookupsIn } from './support/lookups.ts';

const COOLDOWN_S = 30;

describe('A refresh of many people', () => {
  const database = useDatabase('census');
  const { register, take, lookUp, record } = lookupsIn(database);
  const leader = actor('LEADER');

  const refresh = (ids: string[], now = at(100), by = leader) =>
    refreshMany(database.fork(), { actor: by, cooldownS: COOLDOWN_S }, ids, now);
  const answered = async (outcome: Outcome, now = at(0), referrerId = leader.id) => {
    const userId = await register({ referrerId }, now);
    await lookUp(outcome, now);
    return userId;
  };

  it('queues those who may be asked for again, after everybody else', async () => {
    const ids = [await answered(active), await answered(cancelled(false)), await answered(failed('timeout'))];

    expect(await refresh(ids)).to.deep.equal({ queued: 3, skipped: [] });

    for (const id of ids) {
      expect(await record(id)).to.deep.include({
        status: 'PENDING',
        priority: 30,
        due_at: at(100),
        requested_by: leader.id,
      });
    }
  });

  it('says of each who is skipped why', async () => {
    const running = await register({ referrerId: leader.id });
    await take();
    const waiting = await answered(active);
    await refresh([waiting], at(50));
    const recent = await register({ referrerId: leader.id }, at(90));
    await database.query(`update census.records set status = 'ACTIVE', due_at = null where user_id = $1`, [
      recent,
    ]);
    const [missing, foreign] = [randomUUID(), await register({ referrerId: randomUUID() })];
    const queued = await register({ referrerId: leader.id });
    const unknown = await register({ referrerId: leader.id });
    const dead = await register({ referrerId: leader.id });
    for (const [id, status] of [
      [queued, 'ERROR'],
      [unknown, 'NOT_FOUND'],
      [dead, 'CANCELLED_DECEASED'],
    ])
      await database.query('update census.records set status = $2, due_at = null where user_id = $1', [
        id,
        status,
      ]);

    const result = await refresh([running, waiting, recent, missing, foreign, queued, unknown, dead]);

    expect(result.queued).to.equal(1);
    expect(result.skipped).to.have.deep.members([
      { id: running, reason: 'in_progress' },
      { id: waiting, reason: 'in_progress' },
      { id: recent, reason: 'cooldown' },
      { id: missing, reason: 'not_allowed' },
      { id: foreign, reason: 'not_allowed' },
      { id: unknown, reason: 'final' },
      { id: dead, reason: 'final' },
    ]);
  });

  it('takes a person once who is named twice', async () => {
    const userId = await answered(active);

    expect(await refresh([userId, userId])).to.deep.equal({ queued: 1, skipped: [] });

    const foreign = randomUUID();
    expect((await refresh([foreign, foreign])).skipped).to.have.lengthOf(1);
  });

  it('is for nobody else than who referred them', async () => {
    const userId = await answered(failed('captcha'));

    for (const by of [actor('LEADER'), actor('ADMIN'), actor('USER', leader.id)]) {
      expect(await refresh([userId], at(100), by)).to.deep.equal({
        queued: 0,
        skipped: [{ id: userId, reason: 'not_allowed' }],
      });
    }
  });

  it('does not move a person back who waits in front of the page', async () => {
    const userId = await register({ referrerId: leader.id });

    await refresh([userId]);

    expect((await record(userId)).priority).to.equal(10);
  });

  it('ends, when two ask for the same people in opposite order at the same moment', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1) ids.push(await answered(active));

    const results = await Promise.all([refresh(ids), refresh(ids.toReversed())]);

    expect(results.reduce((sum, { queued }) => sum + queued, 0)).to.equal(10);
    for (const id of ids) expect((await record(id)).version).to.equal(4);
  });
});
