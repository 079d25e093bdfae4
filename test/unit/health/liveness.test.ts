import { expect } from 'chai';
import { type Liveness, watchLiveness } from '../../../shared/health/liveness.ts';

describe('The liveness of a process', () => {
  let now: number;
  let tick: () => void;
  let liveness: Liveness;
  let cancelled: boolean;
  beforeEach(() => {
    now = 0;
    cancelled = false;
    liveness = watchLiveness({
      now: () => now,
      every: (work) => {
        tick = work;
        return { unref: () => undefined };
      },
      cancel: () => {
        cancelled = true;
      },
    });
  });

  /** The loop comes round this often, each time after so many milliseconds. */
  const turns = (times: number, ms: number) => {
    for (let turn = 0; turn < times; turn += 1) {
      now += ms;
      tick();
    }
  };

  it('is there while the loop turns', () => {
    turns(120, 500);
    expect(liveness.report()).to.deep.equal({
      status: 'ok',
      parts: { eventLoop: { status: 'ok', blockedRatio: 0 } },
    });
  });

  it('survives one long stop, as a collection of garbage is', () => {
    turns(60, 500);
    turns(1, 8_000);
    expect(liveness.report().status).to.equal('ok');
    expect(liveness.report().parts.eventLoop.blockedRatio).to.equal(0.25);
  });

  it('is gone when the loop stood for most of the last 30 s', () => {
    turns(60, 500);
    turns(6, 5_000);
    expect(liveness.report()).to.deep.equal({
      status: 'blocked',
      parts: { eventLoop: { status: 'blocked', blockedRatio: 0.9 } },
    });
  });

  it('counts the stop that is not over yet', () => {
    turns(60, 500);
    now += 25_500;
    expect(liveness.report().status).to.equal('blocked');
  });

  it('comes back when the loop turns again', () => {
    turns(6, 5_000);
    turns(60, 500);
    expect(liveness.report().status).to.equal('ok');
  });

  it('ends its timer', () => {
    liveness.stop();
    expect(cancelled).to.equal(true);
  });
});
