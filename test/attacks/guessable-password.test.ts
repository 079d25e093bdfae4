import { expect } from 'chai';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

/** Somebody who knows a person's name, cédula and phone tries those first. */
inBothModes(
  'Whoever wants a password that others would guess',
  'attacked',
  (system) => {
    const rosa = { nombreCompleto: 'Rosa Quiñones', phone: '3014445566' };
    const guessable = (cedula: string) => [
      ...['Colombia2026!', 'Bogota2024*', 'Qwerty12345', 'registraduria1', 'rosaquinones', '3014445566'],
      ...[`${cedula.slice(0, 1)}.${cedula.slice(1)}xy`, [...cedula].reverse().join('')],
    ];

    it('is not registered with it, whatever its shape, and is told what to do', async () => {
      const cedula = newCedula();
      const visitor = createClient(system().origin);
      for (const password of guessable(cedula)) {
        const refused = await visitor.register({ ...rosa, cedula, password });
        expect(refused.status, password).to.equal(400);
        expect(refused.body, password).to.have.nested.property('error.fields.password');
      }
      expect(
        (await visitor.register({ ...rosa, cedula, password: 'tulipan mesa nube rio' })).status,
      ).to.equal(201);
    });

    it('is told how strong it is while they type, and nothing of it is kept or told back', async () => {
      const visitor = createClient(system().origin);
      const ask = (password: string) =>
        visitor.post<{ score: number; problem: string | null }>('/password-strength', { ...rosa, password });
      expect((await ask('rosaquinones')).body.problem).to.be.a('string');
      const { body } = await ask('tulipan mesa nube rio');
      expect(body).to.include({ score: 4, problem: null });
      expect(JSON.stringify(body)).not.to.include('tulipan');
      expect(visitor.cookie()).to.equal('');
    });

    it('makes the server think no longer for a password of signs alone', async () => {
      const visitor = createClient(system().origin);
      const { status } = await visitor.post('/password-strength', { password: '4$1@0!37'.repeat(16) });
      expect(status).to.equal(200);
      expect((await visitor.post('/password-strength', { password: 'x'.repeat(129) })).status).to.equal(400);
    });
  },
  ['embedded'],
);
