import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readAnswers } from '../../../services/census/read/answers.ts';
import { noteRole } from '../../../services/census/store/leaders.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, lookupsIn } from './support/lookups.ts';

describe('The answers for an export', () => {
  const database = useDatabase('census');
  const { register, lookUp } = lookupsIn(database);
  const leader = actor('LEADER');

  it('have what the file needs, and no place in the queue', async () => {
    const userId = await register({ referrerId: leader.id });
    await lookUp(active, at(7));

    expect(await readAnswers(database.fork(), leader, [userId], at(9))).to.deep.equal([
      {
        ...{ userId, status: 'ACTIVE', answer: { ...active }, answeredAt: at(7).toISOString() },
        ...{ move: null, error: null },
      },
    ]);
  });

  it('say why the last lookup failed', async () => {
    const userId = await register({ referrerId: leader.id });
    await lookUp(failed('captcha'), at(7));

    const [answer] = await readAnswers(database.fork(), leader, [userId], at(9));
    expect(answer).to.deep.include({ status: 'ERROR', error: 'captcha', answer: null, answeredAt: null });
  });

  it('are of those whom the actor may read: their own, those they referred, those of their leaders', async () => {
    const coordinator = actor('COORDINATOR');
    const changedAt = at(0).toISOString();
    await noteRole(database.fork(), {
      ...{ userId: leader.id, referrerId: coordinator.id, role: 'LEADER', changedAt },
    });
    const mine = await register({ referrerId: leader.id });
    const own = await register({ userId: leader.id });
    const foreign = await register({ referrerId: randomUUID() });
    const asked = [mine, own, foreign, randomUUID()];
    const readBy = async (by: typeof leader) =>
      (await readAnswers(database.fork(), by, asked, at(9))).map(({ userId }) => userId);

    expect(await readBy(leader)).to.have.members([mine, own]);
    expect(await readBy(coordinator)).to.have.members([mine]);
    expect(await readBy(actor('ADMIN'))).to.have.members([mine, own, foreign]);
    expect(await readBy(actor('USER', leader.id))).to.deep.equal([own]);
    expect(await readBy(actor('OPERATOR'))).to.deep.equal([]);
  });
});
