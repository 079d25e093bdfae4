import { expect } from 'chai';
import { createStopwatch } from '../../../../services/scraper/sources/stopwatch.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

describe('The time of a lookup', () => {
  let clock: FakeClock;
  const stopwatch = () => createStopwatch(clock);
  beforeEach(() => {
    clock = createFakeClock();
  });

  it('stands still while a request waits for its turn', async () => {
    const time = stopwatch();
    await clock.pass(300);
    const letGo = time.hold();
    await clock.pass(60_000);
    expect(time.worked()).to.equal(300);
    letGo();
    await clock.pass(200);
    expect(time.worked()).to.equal(500);
  });

  it('stands still until the last of several has left, and counts each end once', async () => {
    const time = stopwatch();
    const [first, second] = [time.hold(), time.hold()];
    await clock.pass(1_000);
    first();
    first();
    await clock.pass(1_000);
    expect(time.worked()).to.equal(0);
    second();
    await clock.pass(50);
    expect(time.worked()).to.equal(50);
  });

  it('has no end until the lookup begins, and then one a moment before its deadline', async () => {
    const time = stopwatch();
    expect(time.left()).to.equal(Number.POSITIVE_INFINITY);
    time.begin(120_000);
    await clock.pass(100_000);
    expect(time.left()).to.equal(17_500);
    time.begin(3_000);
    expect(time.left()).to.equal(2_700);
  });

  it('ends a pause with the signal’s reason', async () => {
    const reason = new Error('stop');
    const ended = await stopwatch()
      .wait(10_000, AbortSignal.abort(reason))
      .catch((error: unknown) => error);
    expect(ended).to.equal(reason);
  });
});
