import { expect } from 'chai';
import { sampleQueue } from '../../../services/census/read/queue-sample.ts';
import { pause } from '../../../services/census/steer/operations.ts';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { readAnswerWait } from '../../../services/census/work/answer-wait.ts';
import { sampleOutbox } from '../../../shared/catch-up/outbox-sample.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, failed, LANE, lookupsIn } from './support/lookups.ts';

describe('Whoever watches the portal', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp } = lookupsIn(database);
  const { begin } = batchesIn(database);
  const sample = (now = at(60)) => sampleQueue(database.fork(), now);
  const nothing = { count: 0, oldestS: 0 };

  it('sees an empty queue as zeros, and every priority', async () => {
    expect(await sample()).to.deep.equal({
      records: [],
      due: ['person', 'single', 'bulk', 'scheduled'].map((priority) => ({ priority, ...nothing })),
      lanes: [],
      paused: false,
    });
  });

  it('sees what waits and what runs by status and priority, and for how long the oldest has been due', async () => {
    await register({}, at(0));
    await register({}, at(20));
    await take(at(20));

    const { records, due } = await sample(at(60));
    expect(records).to.have.deep.members([
      { status: 'PENDING', priority: 'person', count: 1 },
      { status: 'PROCESSING', priority: 'person', count: 1 },
    ]);
    expect(due[0]).to.deep.equal({ priority: 'person', count: 1, oldestS: 40 });
  });

  it('sees a bulk refresh apart from people who wait', async () => {
    const referrerId = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
    const userId = await register({ referrerId }, at(0));
    await lookUp(active, at(0));
    await begin(actor('LEADER', referrerId), [userId]);

    const { due } = await sample(at(110));
    expect(due).to.deep.include({ priority: 'bulk', count: 1, oldestS: 10 });
    expect(due).to.deep.include({ priority: 'person', ...nothing });
  });

  it('sees a retry that comes later as waiting but not as due', async () => {
    await register({}, at(0));
    await lookUp(failed('timeout'), at(0));

    const { records, due } = await sample(at(10));
    expect(records).to.deep.equal([{ status: 'TIMEOUT', priority: 'person', count: 1 }]);
    expect(due[0]).to.deep.include(nothing);
  });

  it('sees the circuits and the pause', async () => {
    await noteLanes(database.fork(), [LANE], at(50));
    await pause(database.fork(), actor('ADMIN'), 'Revisión', at(55));

    expect(await sample(at(60))).to.deep.include({
      lanes: [{ name: LANE, circuit: 'closed' }],
      paused: true,
    });
  });

  it('sees how long an answer took from its request, with the attempts before it', async () => {
    await register({}, at(0));
    await lookUp(failed('timeout'), at(10));
    const { leaseId } = await take(at(90));
    expect(await readAnswerWait(database.fork(), leaseId)).to.equal(null);
    await complete(leaseId, active, at(95));

    expect(await readAnswerWait(database.fork(), leaseId)).to.equal(95);
  });

  it('sees no wait for a lookup that brought no answer', async () => {
    await register({}, at(0));
    const { leaseId } = await take(at(10));
    await complete(leaseId, failed('blocked'), at(15));

    expect(await readAnswerWait(database.fork(), leaseId)).to.equal(null);
  });

  it('sees how many events wait in an outbox, and since when', async () => {
    expect(await sampleOutbox(database.fork(), 'census', at(0))).to.deep.equal({
      rows: 0,
      oldestS: 0,
      dead: 0,
      lookedS: null,
    });
    await register({}, at(0));
    await register({}, at(20));

    expect(await sampleOutbox(database.fork(), 'census', at(30))).to.deep.equal({
      rows: 2,
      oldestS: 30,
      dead: 0,
      lookedS: null,
    });
  });
});
