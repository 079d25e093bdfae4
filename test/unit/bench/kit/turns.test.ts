import { expect } from 'chai';
import type { Figure } from '../../../../bench/kit/figure.ts';
import { turnsOf } from '../../../../bench/kit/turns.ts';

type Turned = Pick<Figure, 'id' | 'beside'>;
const pages: Turned = { id: 'P5' };
const waiting: Turned = { id: 'P7' };
const starts: Turned = { id: 'P9' };
const lookups: Turned = { id: 'P2', beside: 'P7' };

describe('The turns of a bench', () => {
  it('are of one figure each, in their order', () => {
    const turns = turnsOf([pages, waiting, starts, lookups], false);
    expect(turns).to.deep.equal([[pages], [waiting], [starts], [lookups]]);
  });

  it('have who may be measured beside another in its turn, in the quick form', () => {
    const turns = turnsOf([pages, waiting, starts, lookups], true);
    expect(turns).to.deep.equal([[pages], [waiting, lookups], [starts]]);
  });

  it('have them alone when the other is not measured', () => {
    expect(turnsOf([pages, lookups], true)).to.deep.equal([[pages], [lookups]]);
  });
});
