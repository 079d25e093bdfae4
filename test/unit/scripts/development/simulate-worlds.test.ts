import { expect } from 'chai';
import { type Played, play } from '../../../support/year/play.ts';

/** Worlds of two days with most kinds of trouble, one with a second source; `npm run simulate` plays thousands of whole months. */
const DAYS = 2;
const [ONE, WITH_NEXT] = [91, 9];

const tell = async (seed: number): Promise<{ played: Played; lines: string[] }> => {
  const lines: string[] = [];
  const played = await play({ seed, days: DAYS, trace: (line) => lines.push(line) });
  return { played, lines };
};

describe('A simulated world', () => {
  it('holds what must hold, answers everybody once it is well, and is the same again for the same seed', async () => {
    const { played, lines } = await tell(ONE);
    expect(played.broken).to.equal(null);
    expect(played.answers).to.be.greaterThan(0);
    expect(lines).to.have.length.greaterThan(100);
    expect((await tell(ONE)).lines).to.deep.equal(lines);
  });

  it('holds it also with a second source, which answers some', async () => {
    const { broken, byNext } = await play({ seed: WITH_NEXT, days: DAYS });
    expect(broken).to.equal(null);
    expect(byNext).to.be.greaterThan(0);
  });
});
