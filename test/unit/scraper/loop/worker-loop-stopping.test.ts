import { expect } from 'chai';
import { STOPPED } from '../../../../services/scraper/lookup/lookup.ts';
import { leaseOf, NOTHING, settle, useWorkerLoop } from './fakes.ts';

describe('The worker loop that stops', () => {
  const on = useWorkerLoop();

  it('ends at once when it is idle', async () => {
    await on.bench.start();
    await on.bench.loop.stop(3_000);
    on.bench.loop.nudge();
    await on.pass(60_000);
    expect(on.bench.queue.count('due')).to.equal(1);
  });

  it('ends at once when it waits after an error', async () => {
    on.bench.queue.failures.set('due', new Error('census is away'));
    await on.bench.start();
    await on.bench.loop.stop(3_000);
    expect(on.bench.queue.count('due')).to.equal(1);
  });

  it('takes no lease for a turn that comes too late', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    on.bench.pace.held = true;
    await on.bench.start();
    const stopped = on.bench.loop.stop(3_000);
    on.bench.pace.give();
    await stopped;
    expect(on.bench.queue.count('lease')).to.equal(0);
  });

  it('lets a lookup in flight end, reports it and takes no other', async () => {
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    await on.bench.start(1);
    on.bench.flight(0).trip.queried();
    const stopped = on.bench.loop.stop(3_000);
    await on.pass(2_999);
    expect(on.bench.flight(0).stop.aborted).to.equal(false);
    await on.bench.flight(0).end(NOTHING);
    await stopped;
    expect(on.bench.queue.asked.slice(-1)).to.deep.equal(['complete a not_found']);
    expect(on.bench.queue.count('lease')).to.equal(1);
  });

  it('lets no query leave in the second half of the grace, whose answer would come too late', async () => {
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    await on.bench.start(2);
    on.bench.flight(0).trip.queried();
    await settle();
    const stopped = on.bench.loop.stop(3_000);
    await on.pass(1_499);
    expect(on.bench.flights.map(({ stop }) => stop.aborted)).to.deep.equal([false, false]);
    await on.pass(1);
    expect(on.bench.flights.map(({ stop }) => stop.aborted)).to.deep.equal([false, true]);
    await on.bench.flight(1).end(STOPPED);
    await on.bench.flight(0).end(NOTHING);
    await stopped;
    expect(on.bench.queue.asked.slice(-2)).to.deep.equal(['giveBack b stopped', 'complete a not_found']);
  });

  it('tells the others to stop after the grace and gives them back', async () => {
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    await on.bench.start(2);
    on.bench.flight(0).trip.queried();
    await settle();
    const stopped = on.bench.loop.stop(3_000);
    await on.pass(3_000);
    expect(on.bench.flights.map(({ stop }) => stop.aborted)).to.deep.equal([true, true]);
    for (const { end } of on.bench.flights) await end(STOPPED);
    await stopped;
    expect(on.bench.queue.asked.slice(-2)).to.deep.equal(['giveBack a stopped asked', 'giveBack b stopped']);
  });

  it('has ended only when the last report is done', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    const { promise: reported, resolve: report } = Promise.withResolvers<void>();
    on.bench.queue.complete = () => reported;
    await on.bench.start();
    on.bench.flight(0).trip.queried();
    await settle();
    let ended = false;
    const stopped = on.bench.loop.stop(3_000).then(() => {
      ended = true;
    });
    await on.bench.flight(0).end(NOTHING);
    expect(ended).to.equal(false);
    report();
    await stopped;
  });
});
