import { expect } from 'chai';
import { createSampled } from '../../../shared/metrics/sampled.ts';

describe('A figure that is asked when somebody scrapes', () => {
  let now: number;
  let asked: number;
  let failures: string[];
  beforeEach(() => {
    now = 1_000;
    asked = 0;
    failures = [];
  });

  const sampledFrom = (read: () => Promise<number>, timeoutMs = 2_000) => {
    const sampled = createSampled<number>({
      now: () => now,
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
    now += 4_999;
    expect(await sampled.latest()).to.equal(1);
    now += 1;
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
    now += 5_000;
    expect(await sampled.latest()).to.equal(7);
  });

  it('is none when the answer takes too long, and is not asked a second time meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const sampled = sampledFrom(() => promise, 5);
    expect(await sampled.latest()).to.equal(null);
    expect(failures).to.deep.equal(['Error: no answer within 5 ms']);
    now += 60_000;
    expect(await sampled.latest()).to.equal(null);
    expect(asked).to.equal(1);

    resolve(3);
    await promise;
    await new Promise(setImmediate);
    expect(await sampled.latest()).to.equal(3);
    expect(asked).to.equal(2);
  });
});
