import { PassThrough, Readable } from 'node:stream';
import { expect } from 'chai';
import { readPassword } from '../../../../../../scripts/production/censo/orders/read-password.ts';
import { refusalOf } from '../../../../../support/failures.ts';
import { createFakeClock } from '../../../../../support/fake-clock.ts';

describe('A password on the standard input', () => {
  it('is the first line, whole, however it comes', async () => {
    expect(await readPassword(Readable.from(['una-cla', 've\r\nsegunda\n']))).to.equal('una-clave');
    expect(await readPassword(Readable.from(['sin salto']))).to.equal('sin salto');
  });

  it('is refused when nothing comes in 30 s, and waited for no longer', async () => {
    const clock = createFakeClock();
    const input = new PassThrough();
    const refused = refusalOf(readPassword(input, clock));
    await clock.pass(30_000);
    expect(await refused).to.deep.include({
      code: 'validation',
      message: 'La contraseña no llegó en 30 segundos: envíela en una línea por la entrada estándar.',
    });
    expect([input.destroyed, clock.waiting()]).to.deep.equal([true, 0]);
  });

  it('is refused when it has no end', async () => {
    const endless = Readable.from(['x'.repeat(5_000)]);
    expect((await refusalOf(readPassword(endless))).message).to.include('demasiado larga');
  });
});
