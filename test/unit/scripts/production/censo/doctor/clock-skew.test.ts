import { expect } from 'chai';
import { skewFault, skewOf } from '../../../../../../scripts/production/censo/doctor/clock-skew.ts';

describe('What the doctor makes of', () => {
  it('a clock: nothing up to two seconds, a fault beyond, in either direction', () => {
    expect([skewFault(0), skewFault(2_000), skewFault(-2_000)]).to.deep.equal([null, null, null]);
    expect(skewFault(2_500)?.detail).to.equal('su reloj va 2.5 s adelante del de esta máquina');
    expect(skewFault(-60_000)?.detail).to.equal('su reloj va 60 s atrás del de esta máquina');
  });

  it('a server that is slow to say the time: no skew for the way there and back', async () => {
    const skewMs = await skewOf(async () => {
      const theirs = Date.now() + 5_000;
      return theirs;
    });
    expect(skewMs).to.be.closeTo(5_000, 100);
  });
});
