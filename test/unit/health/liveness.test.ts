import { expect } from 'chai';
import { type Liveness, watchLiveness } from '../../../shared/health/liveness.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('The liveness of a process', () => {
  let clock: FakeClock;
  let liveness: Liveness;
  beforeEach(() => {
    clock = createFakeClock();
    liveness = watchLiveness(clock);
  });

  /** The loop comes round this often, each time after so many milliseconds. */
  const turns = async (times: number, ms: number) => {
    for (let turn = 0; turn < times; turn += 1) await clock.stall(ms);
  };

  it('is there while the loop turns', async () => {
    await turns(120, 500);
    expect(liveness.report()).to.deep.equal({
      status: 'ok',
      parts: { eventLoop: { status: 'ok', blockedRatio: 0 } },
    });
  });

  it('survives one long stop, as a collection of garbage is', async () => {
    await turns(60, 500);
    await turns(1, 8_000);
    expect(liveness.report().status).to.equal('ok');
    expect(liveness.report().parts.eventLoop.blockedRatio).to.equal(0.25);
  });

  it('is gone when the loop stood for most of the last 30 s', async () => {
    await turns(60, 500);
    await turns(6, 5_000);
    expect(liveness.report()).to.deep.equal({
      status: 'blocked',
      parts: { eventLoop: { status: 'blocked', blockedRatio: 0.9 } },
    });
  });

  it('counts the stop that is not over yet', async () => {
    await turns(60, 500);
    const stop = clock.stall(25_500);
    expect(liveness.report().status).to.equal('blocked');
    await stop;
  });

  it('comes back when the loop turns again', async () => {
    await turns(6, 5_000);
    await turns(60, 500);
    expect(liveness.report().status).to.equal('ok');
  });

  it('ends its timer', () => {
    liveness.stop();
    expect(clock.waiting()).to.equal(0);
  });
});
