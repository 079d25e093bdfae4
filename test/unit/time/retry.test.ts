import { expect } from 'chai';
import { retry } from '../../../shared/time/retry.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('what is tried until it succeeds', () => {
  const away = new Error('away');

  it('pauses after every failure for as long as is said then', async () => {
    const clock = createFakeClock();
    const tries: number[] = [];
    const pauseAfter = (error: unknown, failed: number): number => {
      expect(error).to.equal(away);
      return failed * 100;
    };
    const attempt = async (): Promise<string> => {
      tries.push(clock.elapsed());
      if (tries.length < 4) throw away;
      return 'here';
    };
    expect(await clock.run(retry(attempt, pauseAfter, clock))).to.equal('here');
    expect(tries).to.deep.equal([0, 100, 300, 600]);
  });

  it('is given up when no pause is said, with what is thrown instead', async () => {
    const enough = new Error('enough');
    const giveUp = (): number => {
      throw enough;
    };
    expect(await failureOf(retry(() => Promise.reject(away), giveUp, createFakeClock()))).to.equal(enough);
  });
});
