import { expect } from 'chai';
import { profileRule } from '../../../shared/person/rules.ts';

const valid = { nombreCompleto: 'Ana Peñalosa', phone: '300 123 4567', referralGoal: '1.500' };
const problems = (change: Record<string, unknown>): string[] =>
  (profileRule.safeParse({ ...valid, ...change }).error?.issues ?? []).map(({ message }) => message);

describe('What a person changes of themselves', () => {
  it('comes out normalised', () => {
    expect(profileRule.parse(valid)).to.deep.equal({
      nombreCompleto: 'Ana Peñalosa',
      phone: '+573001234567',
      referralGoal: 1_500,
    });
    expect(profileRule.parse({ ...valid, referralGoal: 25 }).referralGoal).to.equal(25);
  });

  for (const goal of [
    '0',
    '-5',
    '1,5',
    '10.5',
    '10,50',
    '1.00',
    '10 5',
    '0.100',
    '1e3',
    '100001',
    'diez',
    '',
    2.5,
    1e6,
  ]) {
    it(`has no goal of ${JSON.stringify(goal)}`, () => {
      expect(problems({ referralGoal: goal })).to.deep.equal([
        'Escriba un número de 1 a 100.000, sin decimales.',
      ]);
    });
  }

  for (const [typed, goal] of [
    ['1.500', 1_500],
    ['1\u00a0500', 1_500],
    ['１００．０００', 100_000],
    ['\u200b٢٥\u200f', 25],
    ['007', 7],
  ] as const) {
    it(`has a goal of ${goal} typed ${JSON.stringify(typed)}`, () => {
      expect(profileRule.parse({ ...valid, referralGoal: typed }).referralGoal).to.equal(goal);
    });
  }

  it('has no goal that nobody would write so long', () => {
    expect(problems({ referralGoal: `25${'"'.repeat(199)}` })).to.deep.equal([
      'Escriba un número de 1 a 100.000, sin decimales.',
    ]);
  });

  it('needs a goal', () => {
    expect(problems({ referralGoal: undefined })).to.deep.equal(['Escriba su meta.']);
  });
});
