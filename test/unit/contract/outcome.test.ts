import { expect } from 'chai';
import { outcomeRule } from '../../../shared/contract/outcome.ts';
import { ACTIVE } from '../../support/official/fixture.ts';

describe('The outcome of a lookup', () => {
  it('keeps the point of a place, and needs none', () => {
    const mapa = { lat: 12.1, lng: -78.5 };
    expect(outcomeRule.parse({ ...ACTIVE, mapa })).to.deep.equal({ ...ACTIVE, mapa });
    expect(outcomeRule.parse(ACTIVE)).to.deep.equal(ACTIVE);
  });

  it('is refused with a point outside of the world', () => {
    expect(outcomeRule.safeParse({ ...ACTIVE, mapa: { lat: 91, lng: 0 } }).success).to.equal(false);
  });
});
