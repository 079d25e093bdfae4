import { expect } from 'chai';
import type { CensusView } from '../../shared/contract/census.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula, settled } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

interface Refusal {
  error: { code: string; message: string; fields?: Record<string, string> };
}

inBothModes('The JSON API', null, (system) => {
  const client = () => createClient(system().origin);
  /** Registered before the first test: their cooldown runs out while others work. */
  let early: { fine: Client; failed: Client };
  before(async () => {
    early = { fine: client(), failed: client() };
    await early.fine.register({ cedula: newCedula('00') });
    await early.failed.register({ cedula: newCedula('10') });
  });

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

  describe('shows the census answer', () => {
    /** Everybody registers at once, so that the tests do not wait for each other's lookups. */
    const people = new Map<string, Client>();
    const views: CensusView[] = [];
    let watching: Promise<unknown>;
    before(async () => {
      for (const suffix of ['00', '01', '02', '03', '10', '04']) people.set(suffix, client());
      await Promise.all(
        [...people].map(([suffix, person]) => person.register({ cedula: newCedula(suffix) })),
      );
      watching = eventually('the last attempt of who is blocked', async () => {
        const view = await people.get('04')?.census();
        if (view?.status === 'BLOCKED') views.push(view);
        return view?.status === 'BLOCKED' && view.nextAttemptAt === null;
      });
      watching.catch(() => undefined); // Its test says so.
    });
    const answerOf = (suffix: string): Promise<CensusView> => {
      const person = people.get(suffix);
      if (person === undefined) throw new Error(`nobody with ${suffix}`);
      return person.censusIn(settled);
    };

    it('from the queue to the voting place, in the shape of the contract', async () => {
      const view = await answerOf('00');
      expect(view).to.include({
        status: 'ACTIVE',
        attempt: 1,
        maxAttempts: 2,
        queue: null,
        nextAttemptAt: null,
        error: null,
      });
      expect(view.answer).to.have.all.keys(
        'kind',
        'departamento',
        'municipio',
        'puesto',
        'direccion',
        'mesa',
      );
      expect(Date.parse(view.answeredAt ?? '')).to.be.greaterThan(0);
    });

    const cases = [
      { suffix: '01', status: 'CANCELLED_DECEASED', kind: 'cancelled' },
      { suffix: '02', status: 'CANCELLED_OTHER', kind: 'cancelled' },
      { suffix: '03', status: 'NOT_FOUND', kind: 'not_found' },
    ] as const;
    for (const { suffix, status, kind } of cases) {
      it(`as ${status}`, async () => {
        const view = await answerOf(suffix);
        expect([view.status, view.answer?.kind]).to.deep.equal([status, kind]);
      });
    }

    it('as a captcha that only an operator can mend, without trying again', async () => {
      const view = await answerOf('10');
      expect(view).to.include({ status: 'ERROR', attempt: 1, nextAttemptAt: null });
      expect(view.error?.code).to.equal('captcha');
    });

    it('as a failure that is retried, and then final, with a code and a sentence', async () => {
      await watching;
      const [first, final] = [views.at(0), views.at(-1)];
      expect(first?.error?.code).to.equal('blocked');
      expect(first?.error?.message).to.match(/Lo intentaremos de nuevo/);
      expect(Date.parse(first?.nextAttemptAt ?? '')).to.be.greaterThan(0);
      expect(final).to.include({ attempt: 2, nextAttemptAt: null, answer: null });
      expect(final?.error?.message).to.match(/puede pedir una nueva consulta/);
    });
  });

  describe('refreshes', () => {
    it('not for a USER with a good answer (403), but after a failure (202), once in the cooldown (429)', async () => {
      const [fine, failed] = [early.fine, early.failed];
      await fine.censusIn(['ACTIVE']);
      expect((await fine.post('/me/census/refresh')).status).to.equal(403);

      await failed.censusIn(['ERROR']);
      const allowed = await eventually('the cooldown since registering is over', async () => {
        const reply = await failed.post('/me/census/refresh');
        return reply.status !== 429 && reply;
      });
      expect(allowed.status).to.equal(202);
      await failed.censusIn(['ERROR']);
      const tooSoon = await failed.post('/me/census/refresh');
      expect(tooSoon.status).to.equal(429);
      expect(Number(tooSoon.headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('only people whom a leader referred; a foreign and a missing person are refused alike', async () => {
      const leader = client();
      const { body } = await leader.login(admin);
      const referred = client();
      const { id: referredId } = (
        await referred.register({ cedula: newCedula('00'), ref: body.user.referralCode })
      ).body.user;
      const foreign = client();
      const { id: foreignId } = (await foreign.register({ cedula: newCedula('00') })).body.user;
      await referred.censusIn(['ACTIVE']);

      const missingId = crypto.randomUUID();
      const [toForeign, toMissing] = [
        await leader.post(`/referrals/${foreignId}/refresh`),
        await leader.post(`/referrals/${missingId}/refresh`),
      ];
      expect([toForeign.status, toMissing.status]).to.deep.equal([403, 403]);
      expect(toForeign.body).to.deep.equal(toMissing.body);

      const bulk = await leader.post<{ queued: number; skipped: { id: string; reason: string }[] }>(
        '/referrals/refresh',
        {
          ids: [foreignId, missingId],
        },
      );
      expect(bulk.status).to.equal(202);
      expect(bulk.body.queued).to.equal(0);
      expect(bulk.body.skipped.map(({ reason }) => reason)).to.deep.equal(['not_allowed', 'not_allowed']);

      const page = await leader.get<{ items: { user: { id: string }; census: { status: string } }[] }>(
        '/referrals?limit=100',
      );
      const row = page.body.items.find(({ user }) => user.id === referredId);
      expect(row?.census.status).to.equal('ACTIVE');
      expect(page.body.items.some(({ user }) => user.id === foreignId)).to.equal(false);
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
