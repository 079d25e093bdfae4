import { expect } from 'chai';
import { createSampled } from '../../../shared/metrics/sampled.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('A figure that is asked when somebody scrapes', () => {
  let clock: FakeClock;
  let asked: number;
  let failures: string[];
  beforeEach(() => {
    clock = createFakeClock();
    asked = 0;
    failures = [];
  });

  const sampledFrom = (read: () => Promise<number>, timeoutMs = 2_000) => {
    const sampled = createSampled<number>({
      clock,
      timeoutMs,
      failed: (error) => failures.push(String(error)),
    });
    sampled.from(() => {
      asked += 1;
      return read();
    });
    return sampled;
  };

  it('is none before anybody said where it comes from', async () => {
    expect(await createSampled<number>().latest()).to.equal(null);
  });

  it('is asked once for all gauges of a scrape, and again after 5 s', async () => {
    const sampled = sampledFrom(async () => asked);
    expect(await Promise.all([sampled.latest(), sampled.latest()])).to.deep.equal([1, 1]);
    await clock.pass(4_999);
    expect(await sampled.latest()).to.equal(1);
    await clock.pass(1);
    expect(await sampled.latest()).to.equal(2);
  });

  it('is none, and counted, when the database fails; the next scrape asks again', async () => {
    let broken = true;
    const sampled = sampledFrom(async () => {
      if (broken) throw new Error('database away');
      return 7;
    });
    expect(await sampled.latest()).to.equal(null);
    expect(failures).to.deep.equal(['Error: database away']);
    broken = false;
    await clock.pass(5_000);
    expect(await sampled.latest()).to.equal(7);
  });

  it('is none when the answer takes too long, and is not asked a second time meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const sampled = sampledFrom(() => promise, 5);
    const late = sampled.latest();
    await clock.pass(5);
    expect(await late).to.equal(null);
    expect(failures).to.deep.equal(['LateError: no answer within 5 ms']);
    await clock.pass(60_000);
    expect(await sampled.latest()).to.equal(null);
    expect(asked).to.equal(1);

    resolve(3);
    await promise;
    await new Promise(setImmediate);
    expect(await sampled.latest()).to.equal(3);
    expect(asked).to.equal(2);
  });
});
