import { expect } from 'chai';
import { play } from '../../../support/year/play.ts';

/** Worlds of some days, each with other trouble; `npm run simulate` plays thousands of whole months. */
const SEEDS = [2, 4];
const DAYS = 2;

const traceOf = async (seed: number): Promise<string[]> => {
  const lines: string[] = [];
  await play({ seed, days: 1, trace: (line) => lines.push(line) });
  return lines;
};

describe('A simulated world', () => {
  for (const seed of SEEDS)
    it(`holds what must hold, and answers everybody once it is well (seed ${seed})`, async () => {
      const played = await play({ seed, days: DAYS });
      expect(played.broken).to.equal(null);
      expect(played.answers).to.be.greaterThan(0);
    });

  it('is the same again for the same seed', async () => {
    const first = await traceOf(2);
    expect(first).to.have.length.greaterThan(100);
    expect(await traceOf(2)).to.deep.equal(first);
  });
});
