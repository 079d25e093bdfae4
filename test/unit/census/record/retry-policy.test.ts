import { expect } from 'chai';
import { retryAt } from '../../../../services/census/record/retry-policy.ts';
import { later, NOW, POLICY } from '../rows.ts';

describe('The retry policy', () => {
  const retry = (attempt: number, random = 0, policy = POLICY) =>
    retryAt(policy, 'network', attempt, NOW, random);

  it('waits longer after every attempt and ends at the last', () => {
    expect([1, 2, 3, 4].map((attempt) => retry(attempt))).to.deep.equal([later(60), later(300), null, null]);
  });

  it('repeats the last delay when there are more attempts than delays', () => {
    const policy = { ...POLICY, maxAttempts: 9 };
    expect([3, 4, 8, 9].map((attempt) => retry(attempt, 0, policy))).to.deep.equal([
      later(900),
      later(900),
      later(900),
      null,
    ]);
  });

  it('adds up to a tenth, so that what failed together does not come back together', () => {
    expect(retry(2, 0.5)).to.deep.equal(later(315));
    expect(retry(2, 1)).to.deep.equal(later(330));
  });

  it('never retries with a single attempt', () => {
    expect(retry(1, 0, { ...POLICY, maxAttempts: 1 })).to.equal(null);
  });

  it('does not ask again what only an operator can mend', () => {
    expect(retryAt(POLICY, 'captcha', 1, NOW, 0)).to.equal(null);
  });
});
