import { expect } from 'chai';
import { LaneFailedError, STOPPED } from '../../../../services/scraper/lookup/lookup.ts';
import { PaceLostError } from '../../../../services/scraper/pace/turn.ts';
import { failure } from '../../../../shared/contract/outcome.ts';
import { leaseOf, NOTHING, resultOf, settle, useWorkerLoop } from './fakes.ts';

describe('The worker loop', () => {
  const on = useWorkerLoop();

  it('takes the turn before the lease, so that the most urgent goes', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    await on.bench.start();
    expect(on.bench.queue.asked.slice(0, 5)).to.deep.equal([
      ...['due', 'prepare', 'turn page', 'lease', 'lookup a'],
    ]);
  });

  it('reports what each lookup found and takes the next', async () => {
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    await on.bench.start(1);
    await on.bench.flight(0).end(NOTHING);
    await on.bench.flight(1).end(resultOf(failure('timeout', '')));
    expect(on.bench.queue.asked).to.include.members(['complete a not_found', 'complete b failure']);
  });

  it('goes on when another scraper was faster', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    on.bench.pace.held = true;
    await on.bench.start();
    on.bench.queue.waiting = [];
    on.bench.pace.give();
    await settle();
    expect(on.bench.queue.asked.slice(-2)).to.deep.equal(['discard', 'due']);
  });

  it('opens one ahead when nobody is due any more, once, and never before the first', async () => {
    await on.bench.start();
    expect(on.bench.queue.count('ahead')).to.equal(0);
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    on.bench.loop.nudge();
    await settle();
    on.bench.flight(0).trip.queried();
    await settle();
    await on.bench.flight(0).end(NOTHING);
    on.bench.flight(1).trip.queried();
    await settle();
    expect(on.bench.queue.count('ahead'), 'b is still looked up').to.equal(0);
    await on.bench.flight(1).end(NOTHING);
    expect(on.bench.queue.asked.slice(-2)).to.deep.equal(['complete b not_found', 'ahead directa']);
    await on.pass(20_000);
    expect(on.bench.queue.count('ahead')).to.equal(1);
  });

  it('opens one ahead also when it has room for one lookup alone', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    await on.bench.start(1);
    on.bench.flight(0).trip.queried();
    await on.bench.flight(0).end(NOTHING);
    expect(on.bench.queue.asked.slice(-2)).to.deep.equal(['due', 'ahead directa']);
  });

  describe('with several lookups', () => {
    beforeEach(() => {
      on.bench.queue.waiting = ['a', 'b', 'c', 'd'].map((name) => leaseOf(name));
    });

    it('never has more in flight than it may', async () => {
      await on.bench.start(2);
      for (const { trip } of on.bench.flights) trip.queried();
      await settle();
      on.bench.flight(1).trip.queried();
      await settle();
      expect(on.bench.flights).to.have.lengthOf(2);

      await on.bench.flight(0).end(NOTHING);
      expect(on.bench.flights).to.have.lengthOf(3);
    });

    it('takes no turn before it has room', async () => {
      await on.bench.start(1);
      on.bench.flight(0).trip.queried();
      await settle();
      expect(on.bench.queue.count('turn')).to.equal(1);
    });

    it('starts the next when the query of the one before has left, or when it has waited long enough', async () => {
      await on.bench.start(3);
      expect(on.bench.flights).to.have.lengthOf(1);
      on.bench.flight(0).trip.queried();
      await settle();
      expect(on.bench.flights).to.have.lengthOf(2);
      await on.pass(14_999);
      expect(on.bench.flights).to.have.lengthOf(2);
      await on.pass(1);
      expect(on.bench.flights).to.have.lengthOf(3);
    });
  });

  describe('with nothing due', () => {
    it('looks again after 5 seconds, in case it missed a hint', async () => {
      await on.bench.start();
      await on.pass(4_999);
      expect(on.bench.queue.count('due')).to.equal(1);
      await on.pass(1);
      expect(on.bench.queue.count('due')).to.equal(2);
    });

    it('looks again when the next is due', async () => {
      on.bench.queue.nextDueAt = new Date(2_000).toISOString();
      await on.bench.start();
      await on.pass(1_999);
      expect(on.bench.queue.count('due')).to.equal(1);
      await on.pass(1);
      expect(on.bench.queue.count('due')).to.equal(2);
    });

    it('does not ask without end when the clocks differ', async () => {
      on.bench.queue.nextDueAt = new Date(-60_000).toISOString();
      await on.bench.start();
      await on.pass(49);
      expect(on.bench.queue.count('due')).to.equal(1);
    });

    it('looks at once when it is nudged', async () => {
      await on.bench.start();
      on.bench.queue.waiting = [leaseOf('a')];
      on.bench.loop.nudge();
      await settle();
      expect(on.bench.flights).to.have.lengthOf(1);
    });
  });

  describe('that meets an error', () => {
    const due = (): number => on.bench.queue.count('due');

    it('of the census waits longer and longer, up to 10 seconds, and goes on', async () => {
      on.bench.queue.failures.set('due', new Error('census is away'));
      await on.bench.start();
      for (const pauseMs of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
        const before = due();
        await on.pass(pauseMs - 1);
        expect(due(), `before ${pauseMs}`).to.equal(before);
        await on.pass(1);
        expect(due(), `after ${pauseMs}`).to.equal(before + 1);
      }
      expect(on.bench.warnings[0]).to.include('census is away');
    });

    it('starts with the short wait again after a success', async () => {
      on.bench.queue.failures.set('due', new Error('census is away'));
      await on.bench.start();
      await on.pass(500);
      on.bench.queue.failures.clear();
      await on.pass(1_000);
      on.bench.queue.failures.set('due', new Error('census is away'));
      await on.pass(5_000);
      const before = due();
      await on.pass(500);
      expect(due()).to.equal(before + 1);
    });

    it('of the pace leases nothing', async () => {
      on.bench.queue.waiting = [leaseOf('a')];
      on.bench.pace.failure = new Error('Redis is away');
      await on.bench.start();
      await on.pass(60_000);
      expect(on.bench.queue.count('turn')).to.be.greaterThan(1);
      expect(on.bench.queue.count('lease')).to.equal(0);
    });

    it('of the pace is its trouble until it works', async () => {
      on.bench.queue.waiting = [leaseOf('a')];
      on.bench.pace.failure = new PaceLostError(new Error('Redis is away'));
      await on.bench.start();
      expect(on.bench.loop.state().trouble).to.equal('pace');
      delete on.bench.pace.failure;
      await on.pass(500);
      expect(on.bench.loop.state().trouble).to.equal(null);
    });

    it('of a lane gives the lease back as the lane’s failure', async () => {
      on.bench.queue.waiting = [leaseOf('a')];
      await on.bench.start(1);
      on.bench.flight(0).trip.queried();
      await on.bench.flight(0).fail(new LaneFailedError('ERR_PROXY_CONNECTION_FAILED'));
      expect(on.bench.queue.asked).to.include('giveBack a lane_failed asked');
    });

    it('of a lease goes on', async () => {
      on.bench.queue.waiting = [leaseOf('a')];
      on.bench.queue.failures.set('lease', new Error('census is away'));
      await on.bench.start();
      on.bench.queue.failures.clear();
      await on.pass(500);
      expect(on.bench.flights).to.have.lengthOf(1);
    });

    it('of a lookup gives the lease back and goes on', async () => {
      on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
      await on.bench.start(1);
      await on.bench.flight(0).fail(new Error('the simulator is away'));
      expect(on.bench.queue.asked).to.include('giveBack a not_sent');
      expect(on.bench.queue.asked).not.to.include('complete a');
      expect(on.bench.flights).to.have.lengthOf(2);
    });

    for (const question of ['complete', 'giveBack']) {
      it(`of a report goes on: ${question}`, async () => {
        on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
        on.bench.queue.failures.set(question, new Error('census is away'));
        await on.bench.start(1);
        await on.bench.flight(0).end(question === 'complete' ? NOTHING : STOPPED);
        expect(on.bench.warnings).to.deep.equal(['lease a: census is away']);
        expect(on.bench.flights).to.have.lengthOf(2);
      });
    }
  });
});
