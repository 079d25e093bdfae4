import { expect } from 'chai';
import { actions } from '../../../shared/contract/actions.ts';
import { allServices } from '../../../shared/contract/services.ts';
import { calls, receiversOf, sendersTo } from '../../../shared/nats/arrows.ts';

describe('The arrows between services', () => {
  it('are those that the contract’s actions let call, and no others', () => {
    const named = Object.entries(actions).flatMap(([action, { callers }]) => {
      const [called] = action.split('.', 1);
      // Whoever has the arrow.
      if (callers.kind === 'anybody') return [];
      const from = callers.kind === 'services' ? callers.services : ['gateway'];
      return from.map((caller) => `${caller} → ${called}`);
    });
    const drawn = allServices.flatMap((caller) => calls[caller].map((called) => `${caller} → ${called}`));
    // Where the simulator is may be asked by anybody, and one does.
    named.push('scraper → simulator');
    expect(drawn.toSorted()).to.deep.equal([...new Set(named)].toSorted());
  });

  it('are seen from both ends', () => {
    for (const one of allServices)
      for (const other of allServices)
        expect(sendersTo(other).includes(one), `${one} → ${other}`).to.equal(
          receiversOf(one).includes(other),
        );
  });
});
