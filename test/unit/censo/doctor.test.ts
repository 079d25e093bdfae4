import { expect } from 'chai';
import { skewFault, skewOf } from '../../../scripts/production/censo/doctor/clock-skew.ts';
import { judgeDisk } from '../../../scripts/production/censo/doctor/disk.ts';
import { runCheck } from '../../../scripts/production/censo/doctor/run-check.ts';
import { AppError } from '../../../shared/errors.ts';

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

  it('a disk: a fault when it is nearly full, a notice when there is little room', () => {
    expect(judgeDisk(199, '/d').state).to.equal('fault');
    expect(judgeDisk(200, '/d').state).to.equal('notice');
    // Where only a browser writes.
    expect([399, 400].map((mib) => judgeDisk(mib, '/d', false).state)).to.deep.equal(['notice', 'ok']);
    expect(judgeDisk(1_024, '/d')).to.deep.equal({
      state: 'ok',
      detail: '1024 MiB libres en /d',
      remedy: null,
    });
  });

  it('a check that breaks: a fault of that check, in words that a person may read', async () => {
    const look = () => Promise.reject(new AppError('x', 'No se puede.'));
    expect(await runCheck({ name: 'Algo', look })).to.deep.include({
      name: 'Algo',
      state: 'fault',
      detail: 'No se puede.',
    });
    const broken = await runCheck({
      name: 'Algo',
      look: () => Promise.reject(new Error('cédula 1032456789')),
    });
    expect(broken.detail).to.equal('la revisión falló (Error)');
  });
});
