import { expect } from 'chai';
import { noteConsent } from '../../../services/census/consent/note-consent.ts';
import { readAnswers } from '../../../services/census/read/answers.ts';
import { setFloor } from '../../../services/census/store/consent-floor.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actor, LANE, lookupsIn } from './support/lookups.ts';

describe('A text that allows more than people accepted', () => {
  const database = useDatabase('census');
  const { register, lease } = lookupsIn(database);
  const leader = actor('LEADER');
  const floor = (seconds: number | null) =>
    setFloor(database.fork(), {
      lookup: seconds === null ? null : at(seconds).toISOString(),
      sharing: seconds === null ? null : at(seconds).toISOString(),
    });
  const decide = (userId: string, seconds: number, decided: { lookup: boolean; sharing: boolean }) =>
    noteConsent(
      database.fork(),
      {
        userId,
        referrerId: leader.id,
        coordinatorId: null,
        ...decided,
        changedAt: at(seconds).toISOString(),
      },
      at(seconds),
    );
  const due = async (seconds: number) =>
    (await nextDue(database.fork(), { lanes: [LANE], scheduledNow: true }, at(seconds))).due;
  const shown = async (userId: string) =>
    (await readAnswers(database.fork(), leader, [userId], at(0))).length;

  it('has nobody looked up or shown who decided before, from the moment the census hears of it', async () => {
    const userId = await register({ referrerId: leader.id });
    expect([await due(5), await shown(userId)]).to.deep.equal([true, 1]);
    await floor(10);
    expect([await due(20), await lease(at(20)), await shown(userId)]).to.deep.equal([false, null, 0]);
  });

  it('is accepted by each for themselves', async () => {
    await floor(10);
    const [userId, other] = [await register({ referrerId: leader.id }), await register()];
    await decide(userId, 15, { lookup: true, sharing: true });
    expect([await due(20), await shown(userId)]).to.deep.equal([true, 1]);
    expect(await lease(at(20))).to.have.property('userId', userId);
    expect(await lease(at(20))).to.equal(null);
    expect(other).not.to.equal(userId);
  });

  it('may be taken back', async () => {
    await floor(10);
    await register();
    await floor(null);
    expect(await due(20)).to.equal(true);
  });

  it('leaves nobody due who is asked again', async () => {
    const userId = await register();
    await noteConsent(
      database.fork(),
      {
        ...{ userId, referrerId: null, coordinatorId: null, lookup: false, sharing: false, asking: true },
        changedAt: at(5).toISOString(),
      },
      at(5),
    );
    expect(await due(20)).to.equal(false);
  });
});
