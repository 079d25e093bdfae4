import { once } from 'node:events';
import { expect } from 'chai';
import { startLoop } from '../../../shared/time/loop.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('a loop', () => {
  const setUp = (answers: (number | Error | undefined)[] = [], backoff = { firstMs: 100, lastMs: 350 }) => {
    const clock = createFakeClock();
    const rounds: number[] = [];
    const failures: { at: number; restMs: number }[] = [];
    let hold: Promise<void> | undefined;
    const loop = startLoop({
      clock,
      idleMs: 1_000,
      backoff,
      failed: (_error, restMs) => failures.push({ at: clock.elapsed(), restMs }),
      async work() {
        rounds.push(clock.elapsed());
        await hold;
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    return {
      ...{ clock, rounds, failures, loop },
      /** Every round lasts until this is called. */
      held() {
        const { promise, resolve } = Promise.withResolvers<void>();
        hold = promise;
        return () => {
          hold = undefined;
          resolve();
        };
      },
    };
  };

  it('works at once and then after every rest', async () => {
    const { clock, rounds, loop } = setUp();
    await clock.pass(2_500);
    await loop.stop();
    expect(rounds).to.deep.equal([0, 1_000, 2_000]);
  });

  it('rests as long as a round says, and not at all when it says 0', async () => {
    const { clock, rounds, loop } = setUp([0, 300]);
    await clock.pass(500);
    await loop.stop();
    expect(rounds).to.deep.equal([0, 0, 300]);
  });

  it('looks at once when it is nudged', async () => {
    const { clock, rounds, loop } = setUp();
    await clock.pass(400);
    loop.nudge();
    await clock.pass(0);
    await loop.stop();
    expect(rounds).to.deep.equal([0, 400]);
  });

  it('looks once more when a nudge came during a round', async () => {
    const { clock, rounds, loop, held } = setUp();
    const release = held();
    await clock.pass(0);
    loop.nudge();
    loop.nudge();
    release();
    await clock.pass(0);
    expect(rounds).to.deep.equal([0, 0]);
    await clock.pass(999);
    await loop.stop();
    expect(rounds).to.have.length(2);
  });

  it('rests twice as long after every failure, up to a bound, and a nudge does not shorten it', async () => {
    const fault = () => new Error('away');
    const { clock, rounds, failures, loop } = setUp([fault(), fault(), fault(), undefined, fault()]);
    await clock.pass(50);
    loop.nudge();
    await clock.pass(1_700);
    await loop.stop();
    expect(failures.map(({ restMs }) => restMs)).to.deep.equal([100, 200, 350, 100]);
    expect(rounds).to.deep.equal([0, 100, 300, 650, 1_650, 1_750]);
  });

  it('rests as always after a failure when it has no backoff', async () => {
    const clock = createFakeClock();
    const rounds: number[] = [];
    const loop = startLoop({
      ...{ clock, idleMs: 1_000, failed: () => {} },
      async work() {
        rounds.push(clock.elapsed());
        throw new Error('away');
      },
    });
    await clock.pass(2_000);
    await loop.stop();
    expect(rounds).to.deep.equal([0, 1_000, 2_000]);
  });

  it('ends after the round in hand, whose signal says so', async () => {
    const { clock, rounds, loop, held } = setUp();
    const release = held();
    await clock.pass(0);
    let ended = false;
    const stopped = loop.stop().then(() => {
      ended = true;
    });
    await clock.pass(5_000);
    expect(ended).to.equal(false);
    release();
    await stopped;
    expect(rounds).to.deep.equal([0]);
    expect(clock.waiting()).to.equal(0);
  });

  it('does not tell of a round that ended because the loop was stopped, but of one that failed meanwhile', async () => {
    const failures: unknown[] = [];
    const stopWhile = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
      const clock = createFakeClock();
      const loop = startLoop({ clock, idleMs: 1_000, failed: (error) => failures.push(error), work });
      await clock.pass(0);
      await loop.stop();
    };
    const aborted = (signal: AbortSignal, reason: () => unknown) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(reason())));
    await stopWhile((signal) => aborted(signal, () => signal.reason));
    expect(failures).to.deep.equal([]);
    const fault = new Error('broken');
    await stopWhile((signal) => aborted(signal, () => fault));
    expect(failures).to.deep.equal([fault]);
  });

  it('says that no rest follows a round that failed while the loop was being stopped', async () => {
    const { clock, failures, loop, held } = setUp([new Error('away')]);
    const release = held();
    await clock.pass(0);
    const stopped = loop.stop();
    release();
    await stopped;
    expect(failures.map(({ restMs }) => restMs)).to.deep.equal([0]);
  });

  it('goes on when telling of a failure fails, and that is not lost', async () => {
    const clock = createFakeClock();
    const rounds: number[] = [];
    const warned = once(process, 'warning');
    const loop = startLoop({
      ...{ clock, idleMs: 1_000 },
      async work() {
        rounds.push(clock.elapsed());
        throw new Error('away');
      },
      failed() {
        throw new Error('no log');
      },
    });
    await clock.pass(1_000);
    await loop.stop();
    expect(rounds).to.deep.equal([0, 1_000]);
    expect(String(await warned)).to.include('no log');
  });
});
