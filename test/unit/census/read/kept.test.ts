import { expect } from 'chai';
import { keepSlow } from '../../../../services/census/read/kept.ts';

describe('Numbers that were slow to count', () => {
  let now: number;
  let reads: number;
  let keep: (key: string, read: () => Promise<number>) => Promise<number>;
  beforeEach(() => {
    now = 0;
    reads = 0;
    keep = keepSlow<number>(0, { elapsed: () => now });
  });

  /** Each read takes so long, and gives how many there have been. */
  const taking = (ms: number) => async () => {
    reads += 1;
    now += ms;
    return reads;
  };

  it('are given again for eight times as long as they took, and then counted anew', async () => {
    await keep('a', taking(500));
    now = 500 + 3_999;
    expect(await keep('a', taking(500))).to.equal(1);
    now = 500 + 4_000;
    expect(await keep('a', taking(500))).to.equal(2);
  });

  it('are never older than ten seconds', async () => {
    await keep('a', taking(5_000));
    now = 5_000 + 10_000;
    expect(await keep('a', taking(1))).to.equal(2);
  });

  it('are counted anew each time when that is quick', async () => {
    await keep('a', taking(199));
    expect(await keep('a', taking(1))).to.equal(2);
  });

  it('are kept for a while all the same where everybody may ask', async () => {
    const keepAll = keepSlow<number>(1_000, { elapsed: () => now });
    await keepAll('', taking(1));
    now += 999;
    expect(await keepAll('', taking(1))).to.equal(1);
    now += 1;
    expect(await keepAll('', taking(1))).to.equal(2);
  });

  it('are counted once for all who ask meanwhile, and apart for each leader', async () => {
    const both = await Promise.all([keep('a', taking(300)), keep('a', taking(300)), keep('b', taking(300))]);
    expect(both).to.deep.equal([1, 1, 2]);
  });

  it('are not kept when they could not be counted', async () => {
    const failing = async () => {
      now += 900;
      throw new Error('no database');
    };
    expect(await keep('a', failing).catch((error: Error) => error.message)).to.equal('no database');
    expect(await keep('a', taking(1))).to.equal(1);
  });
});
