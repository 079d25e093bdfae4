import { expect } from 'chai';
import { readServiceStatus } from '../../../services/census/read/service-status.ts';
import { pause } from '../../../services/census/steer/operations.ts';
import { noteWorker } from '../../../services/census/store/workers.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, lookupsIn, notFound } from './support/lookups.ts';

const SPACING_MS = 5_000;

describe('The status of the service', () => {
  const database = useDatabase('census');
  const { register, lookUp, take, complete } = lookupsIn(database);
  const status = async (seconds: number) => {
    await noteWorker(database.fork(), { name: 'w', slots: 1, trouble: null }, at(seconds));
    return readServiceStatus(database.fork(), SPACING_MS, at(seconds));
  };

  it('is quiet before anybody was looked up, and half an hour after the last', async () => {
    expect(await status(0)).to.include({ state: 'quiet', lastAnswerAt: null, waiting: 0 });
    await register();
    await lookUp(active, at(10));
    expect(await status(11)).to.include({ state: 'answering', lastAnswerAt: at(10).toISOString() });
    expect((await status(10 + 31 * 60)).state).to.equal('quiet');
  });

  it('is answering as long as half of the latest lookups are answered', async () => {
    for (const outcome of [active, failed('timeout'), notFound]) {
      await register();
      await complete((await take(at(1))).leaseId, outcome, at(1));
    }
    expect((await status(2)).state).to.equal('answering');
    for (let count = 0; count < 2; count += 1) {
      await register({}, at(3));
      await complete((await take(at(3))).leaseId, failed('timeout'), at(3));
    }
    expect((await status(4)).state).to.equal('failing');
  });

  it('does not blame the official page for what is ours', async () => {
    await register();
    await complete((await take(at(1))).leaseId, failed('browser_crash'), at(1));
    expect((await status(2)).state).to.equal('quiet');
  });

  it('says how many wait, and when somebody who registers now is answered', async () => {
    for (let count = 0; count < 3; count += 1) await register({}, at(0));
    const { waiting, expectedAt, intervalMs } = await status(1);
    expect(waiting).to.equal(3);
    const waitMs = Date.parse(expectedAt ?? '') - at(1).getTime();
    expect(waitMs).to.be.within(3 * SPACING_MS, 3 * intervalMs + 5_000);
  });

  it('says why nothing moves', async () => {
    await pause(database.fork(), actor('ADMIN'), 'Revisión', at(1));
    const { state, hold, expectedAt } = await status(2);
    expect({ state, reason: hold?.reason, expectedAt }).to.deep.equal({
      state: 'held',
      reason: 'paused',
      expectedAt: null,
    });
  });
});
