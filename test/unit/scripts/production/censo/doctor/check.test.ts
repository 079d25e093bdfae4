import { expect } from 'chai';
import { runCheck } from '../../../../../../scripts/production/censo/doctor/check.ts';
import { AppError } from '../../../../../../shared/errors.ts';
import { createFakeClock } from '../../../../../support/fake-clock.ts';

describe('What the doctor makes of', () => {
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

  it('a check that does not end: a fault of that check, after 45 s', async () => {
    const clock = createFakeClock();
    const running = runCheck({ name: 'Algo', look: () => new Promise(() => {}) }, clock);
    await clock.pass(45_000);
    expect(await running).to.deep.include({ name: 'Algo', state: 'fault', detail: 'no terminó en 45 s' });
  });
});
