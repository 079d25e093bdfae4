import { expect } from 'chai';
import { profileRule } from '../../../shared/person/rules.ts';

const valid = { nombreCompleto: 'Ana Peñalosa', phone: '300 123 4567', referralGoal: '1.500' };
const problems = (change: Record<string, unknown>): string[] =>
  (profileRule.safeParse({ ...valid, ...change }).error?.issues ?? []).map(({ message }) => message);

describe('What a person changes of themselves', () => {
  it('comes out normalised', () => {
    expect(profileRule.parse(valid)).to.deep.equal({
      nombreCompleto: 'Ana Peñalosa',
      phone: '3001234567',
      referralGoal: 1_500,
    });
    expect(profileRule.parse({ ...valid, referralGoal: 25 }).referralGoal).to.equal(25);
  });

  for (const goal of ['0', '-5', '1,5', '100001', 'diez', '', 2.5, 1e6]) {
    it(`has no goal of ${JSON.stringify(goal)}`, () => {
      expect(problems({ referralGoal: goal })).to.deep.equal([
        'Escriba un número de 1 a 100.000, sin decimales.',
      ]);
    });
  }

  it('needs a goal', () => {
    expect(problems({ referralGoal: undefined })).to.deep.equal(['Escriba su meta.']);
  });
});
