import { expect } from 'chai';
import { createStopwatch } from '../../../../services/scraper/lookup/stopwatch.ts';

describe('The time of a lookup', () => {
  let now: number;
  const stopwatch = () => createStopwatch(() => now);
  beforeEach(() => {
    now = 1_000;
  });

  it('stands still while a request waits for its turn', () => {
    const time = stopwatch();
    now += 300;
    const letGo = time.hold();
    now += 60_000;
    expect(time.worked()).to.equal(300);
    letGo();
    now += 200;
    expect(time.worked()).to.equal(500);
  });

  it('stands still until the last of several has left, and counts each end once', () => {
    const time = stopwatch();
    const [first, second] = [time.hold(), time.hold()];
    now += 1_000;
    first();
    first();
    now += 1_000;
    expect(time.worked()).to.equal(0);
    second();
    now += 50;
    expect(time.worked()).to.equal(50);
  });

  it('has no end until the lookup begins, and then one a moment before its deadline', () => {
    const time = stopwatch();
    expect(time.left()).to.equal(Number.POSITIVE_INFINITY);
    time.begin(120_000);
    now += 100_000;
    expect(time.left()).to.equal(17_500);
    time.begin(3_000);
    expect(time.left()).to.equal(2_700);
  });

  it('ends a pause with the signal’s reason', async () => {
    const reason = new Error('stop');
    const ended = await stopwatch()
      .pause(10_000, AbortSignal.abort(reason))
      .catch((error: unknown) => error);
    expect(ended).to.equal(reason);
  });
});
