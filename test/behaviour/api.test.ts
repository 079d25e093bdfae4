import { expect } from 'chai';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

interface Refusal {
  error: { code: string; message: string; fields?: Record<string, string> };
}

inBothModes('The JSON API', null, (system) => {
  const client = () => createClient(system().origin);

  describe('registers and logs in', () => {
    it('answers 201 with the user and opens a session', async () => {
      const person = client();
      const cedula = newCedula();
      const { status, body } = await person.register({ cedula, nombreCompleto: '  José   Ñáñez-O’Higgins ' });
      expect(status).to.equal(201);
      expect(body.user).to.have.all.keys(
        ...['id', 'cedula', 'nombreCompleto', 'phone', 'role', 'referralCode', 'referralGoal', 'createdAt'],
      );
      expect(body.user).to.include({ cedula, nombreCompleto: 'José Ñáñez-O’Higgins', role: 'USER' });
      const [me, census] = [await person.get<{ user: unknown }>('/me'), await person.get('/me/census')];
      expect(me.body.user).to.deep.equal(body.user);
      expect(census.status, 'also before there is a record').to.equal(200);
    });

    it('takes a cédula with dots and spaces as the same cédula', async () => {
      const cedula = newCedula();
      const typed = ` ${cedula.replace(/\B(?=(\d{3})+$)/g, '.')} `;
      expect((await client().register({ cedula: typed })).body.user.cedula).to.equal(cedula);
      const again = client();
      expect((await again.login({ cedula: typed, password: 'una-clave-larga' })).status).to.equal(200);
    });

    it('refuses a cédula that is taken with 409', async () => {
      const cedula = newCedula();
      await client().register({ cedula });
      const { status, body } = (await client().register({ cedula })) as unknown as {
        status: number;
        body: Refusal;
      };
      expect(status).to.equal(409);
      expect(body.error.code).to.equal('cedula_taken');
    });

    it('names every bad field at once, in Spanish, with 400', async () => {
      const { status, body } = await client().post<Refusal>('/register', {
        cedula: '12',
        nombreCompleto: 'X1',
        phone: '123',
        password: 'corta',
        dataPolicyAccepted: false,
      });
      expect(status).to.equal(400);
      expect(body.error.code).to.equal('validation');
      expect(body.error.fields).to.have.all.keys(
        'cedula',
        'nombreCompleto',
        'phone',
        'password',
        'dataPolicyAccepted',
      );
    });

    it('answers a wrong password and an unknown cédula alike with 401', async () => {
      const cedula = newCedula();
      await client().register({ cedula });
      const wrong = await client().login({ cedula, password: 'otra-clave-larga' });
      const unknown = await client().login({ cedula: newCedula(), password: 'otra-clave-larga' });
      expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
      expect(wrong.body).to.deep.equal(unknown.body);
    });

    it('answers 429 with Retry-After after too many wrong passwords', async () => {
      const cedula = newCedula();
      await client().register({ cedula });
      const replies = [];
      for (let n = 0; n < 6; n += 1)
        replies.push(await client().login({ cedula, password: 'no-es-la-clave' }));
      const last = replies.at(-1);
      expect(last?.status).to.equal(429);
      expect(Number(last?.headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('ends the session at logout with 204, and answers 401 afterwards', async () => {
      const person = client();
      await person.register({ cedula: newCedula() });
      expect((await person.post('/logout')).status).to.equal(204);
      const { status, body } = await person.get<Refusal>('/me');
      expect([status, body.error.code]).to.deep.equal([401, 'unauthenticated']);
    });

    it('makes the first administrator from the environment', async () => {
      const { status, body } = await client().login(admin);
      expect([status, body.user.role]).to.deep.equal([200, 'ADMIN']);
    });
  });

  describe('refuses what is not a request of its own pages', () => {
    it('a form from another site, by Sec-Fetch-Site and by Origin', async () => {
      const person = client();
      await person.register({ cedula: newCedula() });
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'http://evil.test' },
      ]) {
        const reply = await person.post<Refusal>('/me/census/refresh', undefined, headers);
        expect([reply.status, reply.body.error.code]).to.deep.equal([403, 'cross_site']);
      }
    });

    it('a body that is no JSON', async () => {
      const response = await fetch(`${system().origin}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'cedula=1',
      });
      expect(response.status).to.equal(415);
    });

    it('broken JSON, a JSON list and an oversized body, each with a clear error', async () => {
      const send = (body: string) =>
        fetch(`${system().origin}/api/v1/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
      expect((await send('{"cedula":')).status).to.equal(400);
      expect((await send('[1]')).status).to.equal(400);
      expect((await send(JSON.stringify({ cedula: 'x'.repeat(100_000) }))).status).to.equal(413);
    });
  });

  it('is alive and ready, also at the root', async () => {
    for (const path of ['/healthz', '/readyz', '/api/v1/healthz', '/api/v1/readyz']) {
      expect((await fetch(system().origin + path)).status, path).to.equal(200);
    }
  });

  it('answers an unknown address with 404 in its own shape', async () => {
    const { status, body } = await client().get<Refusal>('/nada');
    expect([status, body.error.code]).to.deep.equal([404, 'not_found']);
  });
});
