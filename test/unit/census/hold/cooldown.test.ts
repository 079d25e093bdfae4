import { expect } from 'chai';
import { refreshableAt } from '../../../../services/census/hold/cooldown.ts';
import { later, NOW } from '../rows.ts';

describe('What a person is told of waiting', () => {
  it('gives the end of the cooldown until it is over', () => {
    expect(refreshableAt({ requestedAt: NOW }, 30, later(29))).to.deep.equal(later(30));
    expect(refreshableAt({ requestedAt: NOW }, 30, later(30))).to.equal(null);
    expect(refreshableAt({ requestedAt: NOW }, 0, NOW)).to.equal(null);
  });
});
