import { expect } from 'chai';
import type { Context } from 'moleculer';
import { takeHints } from '../../../shared/moleculer/hints.ts';

describe('A hint', () => {
  let taken: unknown[];
  const hear = (params: unknown): void => {
    const takers = takeHints({ 'census.requested': (payload) => taken.push(payload) });
    // All that a taker reads of its context.
    takers['census.requested']?.({ params } as Context<unknown>);
  };
  beforeEach(() => {
    taken = [];
  });

  it('is taken when it is what its rule says, without what a newer release adds', () => {
    hear({});
    hear({ later: 'más' });
    expect(taken).to.deep.equal([{}, {}]);
  });

  it('is none when it breaks its rule', () => {
    for (const params of [null, undefined, [], 'x', 7]) hear(params);
    expect(taken).to.deep.equal([]);
  });
});
