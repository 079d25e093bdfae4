import { expect } from 'chai';
import { createClient } from '../support/people/client.ts';
import { createStranger, registrationFields } from '../support/people/stranger.ts';
import { inBothModes } from '../support/system/modes.ts';

/** What a chat makes bold: an expression that began again at each would hold the portal up for half a minute. */
const STARS = '*'.repeat(50_000);

inBothModes(
  'A stranger who sends a field without an end',
  'attacked',
  (system) => {
    it('is refused by its length, before any rule reads it, from a program', async () => {
      const stranger = createClient(system().origin);
      for (const cedula of [`1020304050${STARS}`, `1020304050${STARS}x`]) {
        const reply = await stranger.post('/login', { cedula, password: 'una-clave-larga' });
        expect(reply.status).to.equal(400);
        expect(reply.body).to.have.nested.property(
          'error.fields.cedula',
          'Es demasiado texto: escriba solo los dígitos de la cédula.',
        );
      }
    });

    it('is refused so from a form, whichever field it is', async () => {
      const stranger = createStranger(system().origin);
      await stranger.get('/register/');
      for (const field of ['cedula', 'phone', 'nombre_completo']) {
        const sent = await stranger.send('/register/', { ...registrationFields(), [field]: `1${STARS}x` });
        expect([field, sent.status]).to.deep.equal([field, 400]);
      }
    });
  },
  ['embedded'],
);
