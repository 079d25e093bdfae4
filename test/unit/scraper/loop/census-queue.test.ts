import { expect } from 'chai';
import { createCensusQueue } from '../../../../services/scraper/loop/census-queue.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { leaseOf, NOTHING, settle, useClock } from './fakes.ts';

describe('The census as the loop sees it', () => {
  const time = useClock();
  let calls: [name: string, params: unknown][];
  let warnings: string[];
  let answer: () => unknown;

  beforeEach(() => {
    calls = [];
    warnings = [];
    answer = () => ({ accepted: true });
  });

  const queue = () => {
    const call = async (name: string, params: unknown) => {
      calls.push([name, params]);
      return answer();
    };
    return createCensusQueue(
      call as Call, // answers whatever the test says
      {
        worker: 'scraper-1',
        slots: 3,
        lanes: ['directa'],
        source: 'wsp',
        log: { warn: (line) => warnings.push(line) },
        clock: time.clock,
      },
    );
  };
  const fails = () => {
    throw new Error('census is away');
  };

  it('is asked in the name of this worker and told the source', async () => {
    const census = queue();
    await census.heartbeat({ trouble: 'pace', leaving: false });
    await census.due();
    await census.lease('directa');
    await census.complete(leaseOf('a'), NOTHING);
    await census.giveBack(leaseOf('b'), { asked: true, reason: 'stopped' });
    expect(calls).to.deep.equal([
      [
        'census.heartbeat',
        { worker: 'scraper-1', slots: 3, lanes: ['directa'], trouble: 'pace', leaving: false },
      ],
      ['census.due', { lanes: ['directa'] }],
      ['census.lease', { worker: 'scraper-1', lane: 'directa' }],
      ['census.complete', { leaseId: 'a', source: 'wsp', ...NOTHING }],
      ['census.giveBack', { leaseId: 'b', asked: true, reason: 'stopped' }],
    ]);
  });

  const reports: Record<string, (census: ReturnType<typeof queue>) => Promise<void>> = {
    'is told an answer': (census) => census.complete(leaseOf('a'), NOTHING),
    'is given back a lease': (census) => census.giveBack(leaseOf('a'), { asked: true, reason: 'stopped' }),
  };
  for (const [what, report] of Object.entries(reports))
    it(`${what} again and again while the lease lives`, async () => {
      answer = fails;
      const reported = report(queue());
      await settle();
      for (const pauseMs of [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
        const before = calls.length;
        await time.clock.pass(pauseMs - 1);
        expect(calls, `before ${pauseMs}`).to.have.lengthOf(before);
        await time.clock.pass(1);
        expect(calls, `after ${pauseMs}`).to.have.lengthOf(before + 1);
      }
      answer = () => ({ accepted: true });
      await time.clock.pass(5_000);
      await reported;
      expect(warnings).to.have.lengthOf(8);
    });

  it('is told no more when the lease has run out', async () => {
    answer = fails;
    const reported = queue()
      .complete(leaseOf('a', new Date(1_000)), NOTHING)
      .catch((error: Error) => error.message);
    await settle();
    for (const pauseMs of [250, 500, 1_000, 2_000]) await time.clock.pass(pauseMs);
    expect(await reported).to.equal('census is away');
    expect(calls).to.have.lengthOf(3);
  });

  it('is told once when it says that the answer came too late', async () => {
    answer = () => ({ accepted: false });
    await queue().complete(leaseOf('a'), NOTHING);
    expect(calls).to.have.lengthOf(1);
    expect(warnings).to.deep.equal(['lease a was too late: something newer happened']);
  });

  it('says at once that it could not be asked', async () => {
    answer = fails;
    const census = queue();
    for (const ask of [
      () => census.due(),
      () => census.heartbeat({ trouble: null, leaving: false }),
      () => census.lease('directa'),
    ])
      expect(await ask().catch((error: Error) => error.message)).to.equal('census is away');
    expect(calls).to.have.lengthOf(3);
  });
});
