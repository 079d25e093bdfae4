import { expect } from 'chai';
import type { Row } from '../../../../bench/kit/figure.ts';
import { sampleOf } from '../../../../bench/kit/interleaved.ts';
import { measureSurely, worseThan } from '../../../../bench/kit/worse.ts';
import { seeded } from '../../../support/random.ts';

const compared = { before: 'old', now: 'new' };
const ROWS = 40;
const ROUNDS = 5;

/** Rows of rates as a busy machine gives them: each round is off by up to a third, and each pass is as a whole. */
const noisyRows = (random: () => number, slowdown: number): Row[] =>
  Array.from({ length: ROWS }, (_, n) => {
    const sample = (rate: number) => {
      const pass = 0.9 + 0.2 * random();
      return sampleOf(Array.from({ length: ROUNDS }, () => rate * pass * (0.67 + 0.66 * random())));
    };
    return {
      what: `row ${n}`,
      goal: { atLeast: 1 },
      of: { old: sample(100), new: sample(100 * (1 - slowdown)) },
    };
  });

/** Rows whose rounds differ by up to three times, for both alike, and by a fifth for each. */
const rowsOfRounds = (random: () => number, slowdown: number): Row[] =>
  Array.from({ length: ROWS }, (_, n) => {
    const rounds = Array.from({ length: ROUNDS }, () => 1 + 2 * random());
    const sample = (rate: number) =>
      sampleOf(rounds.map((machine) => (rate / machine) * (0.9 + 0.2 * random())));
    return {
      what: `row ${n}`,
      goal: { atLeast: 1 },
      of: { old: sample(100), new: sample(100 * (1 - slowdown)) },
    };
  });

const verdictsOf = (slowdown: number, rowsBy = noisyRows): Promise<string[][]> =>
  Promise.all(
    Array.from({ length: 10 }, async (_, seed) => {
      const random = seeded(seed + 1).next;
      const { worse } = await measureSurely(async () => rowsBy(random, slowdown), compared);
      return worse;
    }),
  );

describe('what a comparison of two commits says', () => {
  it('finds nothing between two that are the same, however noisy the machine is', async () => {
    const found = (await verdictsOf(0)).flat();
    expect(found.length, found.join('\n')).to.equal(0);
  });

  it('finds most rows that have become slower by 30 %, in each run', async () => {
    for (const worse of await verdictsOf(0.3)) expect(worse.length).to.be.greaterThan(ROWS / 2);
  });

  it('finds most rows that have become slower by 20 % where both meet the same moments, and nothing of the same', async () => {
    for (const worse of await verdictsOf(0.2, rowsOfRounds)) expect(worse.length).to.be.greaterThan(ROWS / 2);
    expect((await verdictsOf(0, rowsOfRounds)).flat()).to.deep.equal([]);
  });

  it('measures again what looks worse, with the checkouts the other way round, and not what does not', async () => {
    const passes: boolean[] = [];
    const once = (is: number): Row[] => [
      { what: 'one', goal: { atMost: 1 }, of: { old: sampleOf([1]), new: sampleOf([is]) } },
    ];
    const measured = [once(2), once(1), once(1)];
    const { worse } = await measureSurely(async (isReversed) => {
      passes.push(isReversed);
      return measured[passes.length - 1] ?? [];
    }, compared);
    expect(worse).to.deep.equal([]);
    expect(passes).to.deep.equal([false, true]);
  });

  it('judges neither what has no goal nor what is too little to be noticed', () => {
    const of = { old: sampleOf([1]), new: sampleOf([9]) };
    expect(worseThan([{ what: 'told only', of }], compared)).to.deep.equal([]);
    expect(worseThan([{ what: 'little', of, goal: { atMost: 1 }, floor: 10 }], compared)).to.deep.equal([]);
    expect(worseThan([{ what: 'much', of, goal: { atMost: 1 } }], compared)).to.have.length(1);
  });
});
