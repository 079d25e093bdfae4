import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { type Authenticator, enrolApp, forgetCodes } from '../support/people/authenticator.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

/** Somebody has found out a password, and the account has a second factor. */
// Rows of one service, whatever carries its calls: one mode shows it.
inBothModes(
  'Whoever has a password, and not the phone',
  'attacked',
  (system) => {
    const password = 'tulipan mesa nube rio';
    let cedula: string;
    let userId: string;
    let app: Authenticator;
    let owner: Client;

    beforeEach(async () => {
      cedula = newCedula();
      owner = createClient(system().origin);
      userId = (await owner.register({ cedula, password })).body.user.id;
      app = await enrolApp(await createVisitor(system().origin, owner.cookie()));
      await forgetCodes(system());
    });
    afterEach(() => forgetCodes(system()));

    const enter = async (): Promise<Client> => {
      const thief = createClient(system().origin);
      expect((await thief.login({ cedula, password })).status).to.equal(202);
      return thief;
    };
    const show = async (client: Client, code: string) =>
      (await client.post('/login/factor', { code })).status;
    const isIn = async (client: Client) => (await client.get('/me')).status === 200;
    const secondAdmin = async () => {
      const second = createClient(system().origin);
      const { id } = (await second.register({ cedula: newCedula() })).body.user;
      await inDatabase(system(), `update accounts.users set role = 'ADMIN' where id = $1`, [id]);
      return createVisitor(system().origin, second.cookie());
    };

    it('has no session: what the login gave them opens no page, no API and no stream', async () => {
      const thief = await enter();
      const pending = /censo-segundo-paso=([^;]+)/.exec(thief.cookie())?.[1] ?? '';
      expect(pending).to.match(/^[\w-]{43}$/);
      for (const cookie of [thief.cookie(), `censo-session=${pending}`]) {
        for (const path of ['/api/v1/me', '/api/v1/me/census', '/api/v1/me/factors', '/api/v1/events'])
          expect((await fetch(system().origin + path, { headers: { cookie } })).status, path).not.to.equal(
            200,
          );
        const page = await fetch(`${system().origin}/perfil/`, { headers: { cookie }, redirect: 'manual' });
        expect(page.headers.get('location')).to.match(/^\/login\//);
      }
    });

    it('does not guess the code: five tries a login, and a wait for the account across logins', async () => {
      const first = await enter();
      for (let n = 0; n < 5; n += 1) expect(await show(first, `00000${n}`)).to.equal(400);
      expect(await show(first, app.code()), 'the right one, too late').to.equal(401);
      expect(await show(await enter(), '123456')).to.equal(429);
      expect(await isIn(first)).to.equal(false);
    });

    it('keeps the owner from nothing: a device that they have logged in from has tries of its own', async () => {
      const thief = await enter();
      for (let n = 0; n < 6; n += 1) await show(thief, `00000${n}`);
      expect(await show(await enter(), '123456')).to.equal(429);
      expect((await owner.login({ cedula, password })).status).to.equal(202);
      expect(await show(owner, app.code())).to.equal(200);
    });

    it('leaves a trace at once: whoever reads the trail knows that the password is out', async () => {
      expect(await show(await enter(), '000000')).to.equal(400);
      await eventually('the entry', async () => {
        const sql = `select detail from accounts.audit where action = 'session.refused' and $1 = any(subject_ids)`;
        const [entry] = await inDatabase<{ detail: string }>(system(), sql, [userId]);
        return /^Segundo paso, después de la contraseña correcta: cédula •+\d{4}$/.test(entry?.detail ?? '');
      });
    });

    it('does not gain by guessing in parallel', async () => {
      const thief = await enter();
      const tries = Array.from({ length: 30 }, (_, n) => show(thief, String(100_000 + n)));
      const outcomes = await Promise.all(tries);
      expect(outcomes.filter((status) => status === 400).length).to.be.at.most(5);
      expect(outcomes).not.to.include(200);
    });

    it('does not use a code that they saw the owner type', async () => {
      const code = app.code();
      const own = await enter();
      expect(await show(own, code)).to.equal(200);
      const thief = await enter();
      expect(await show(thief, code)).to.equal(400);
      expect(await show(thief, app.code(-1)), 'the one before it').to.equal(400);
      expect(await isIn(thief)).to.equal(false);
    });

    it('does not use a recovery code a second time, nor twice at once', async () => {
      const [one = '', two = ''] = app.recoveryCodes;
      expect(await show(await enter(), one.toLowerCase().replaceAll('-', ' '))).to.equal(200);
      expect(await show(await enter(), one)).to.equal(400);
      const both = await Promise.all([show(await enter(), two), show(await enter(), two)]);
      expect(both.sort()).to.deep.equal([200, 400]);
    });

    it('opens one session with one code, however often it is sent at once', async () => {
      const thief = await enter();
      const code = app.code(1);
      const outcomes = await Promise.all([1, 2, 3].map(() => show(thief, code)));
      expect(outcomes.filter((status) => status === 200)).to.have.lengthOf(1);
    });

    it('does not get past it by registering anew with the form that the owner sent', async () => {
      const again = createClient(system().origin);
      expect((await again.register({ cedula, password })).status).to.equal(409);
    });

    it('does not take the factor away from a session that was left open: the password is no proof any more', async () => {
      await inDatabase(system(), `update accounts.sessions set proved_at = now() - interval '25 hours'`);
      const thief = await createVisitor(system().origin, owner.cookie());
      const [row] = await inDatabase<{ id: string }>(
        system(),
        'select id from accounts.factors where user_id = $1',
        [userId],
      );
      const removed = await thief.submit('/perfil/seguridad/quitar/', { factor: row?.id ?? '' });
      expect(removed.outcome).to.equal('403');
      expect((await thief.send('/api/v1/me/proof', { password })).outcome).to.equal('400');
      const changed = { password, password1: 'otra nube de marzo', password2: 'otra nube de marzo' };
      const asked = await thief.submit('/cambiar-password/', changed);
      expect(asked.outcome).to.equal('403');
      expect(asked.text, 'a way on, for the owner').to.include('action="/confirmar/"');
      expect((await owner.get<{ factors: unknown[] }>('/me/factors')).body.factors).to.have.lengthOf(1);
      expect((await thief.send('/api/v1/me/proof', { code: app.code(1) })).outcome).to.equal('204');
      expect((await thief.submit('/perfil/seguridad/quitar/', { factor: row?.id ?? '' })).outcome).to.match(
        /aviso=segundo-paso-quitado/,
      );
    });

    it('does not take away the factor of another', async () => {
      const [row] = await inDatabase<{ id: string }>(
        system(),
        'select id from accounts.factors where user_id = $1',
        [userId],
      );
      const other = createClient(system().origin);
      await other.register({ cedula: newCedula() });
      const visitor = await createVisitor(system().origin, other.cookie());
      const sent = await visitor.submit('/perfil/seguridad/quitar/', { factor: row?.id ?? '' });
      expect(sent.outcome).to.equal('404');
    });

    it('finds no secret and no recovery code in the database', async () => {
      const stored = JSON.stringify([
        await inDatabase(system(), 'select * from accounts.factors'),
        await inDatabase(system(), 'select * from accounts.recovery_codes'),
      ]);
      for (const code of app.recoveryCodes) expect(stored).not.to.include(code.replaceAll('-', ''));
      const [row] = await inDatabase<{ secret: string }>(
        system(),
        'select secret from accounts.factors limit 1',
      );
      expect(row?.secret).to.match(/^[\w-]{8}\.[\w-]{60,}$/);
    });

    it('is let in by two administrators alone, who say why, and none of whom takes their own away', async () => {
      const chief = createClient(system().origin);
      const chiefId = (await chief.login(admin)).body.user.id;
      const visitor = await createVisitor(system().origin, chief.cookie());
      const reset = (id: string, reason: string) =>
        visitor.submit(`/admin/usuarios/${id}/segundo-paso/`, { reason });
      expect((await reset(chiefId, 'perdí el teléfono')).outcome).to.equal('403');
      expect((await reset(userId, '')).outcome).to.equal('400');
      expect((await reset(userId, 'Perdió el teléfono')).outcome).to.match(/aviso=recuperacion-espera/);
      expect(await isIn(owner), 'one is not enough').to.equal(true);
      const [request] = await inDatabase<{ id: string }>(
        system(),
        'select id from accounts.recovery_requests where user_id = $1 and decided_at is null',
        [userId],
      );
      const decide = (one: Awaited<ReturnType<typeof createVisitor>>) =>
        one.submit(`/admin/recuperaciones/${request?.id}/`, { decision: 'conceder', reason: 'Lo llamé' });
      expect((await decide(visitor)).outcome, 'nor the same one twice').to.equal('403');
      const second = await secondAdmin();
      expect((await decide(second)).outcome).to.match(/aviso=segundo-paso-de-otro/);
      expect(await isIn(owner), 'sessions ended').to.equal(false);
      expect((await createClient(system().origin).login({ cedula, password })).status).to.equal(200);
      const trail = await chief.get<{ items: { detail: string }[] }>(
        `/admin/audit?userId=${userId}&action=factor.reset`,
      );
      expect(trail.body.items[0]?.detail).to.equal('Lo llamé');
    });
  },
  ['embedded'],
);

inBothModes(
  'A role that demands a second factor',
  'strict',
  (system) => {
    it('is warned during the grace, and has nothing but the way to set it up after it', async () => {
      const chief = createClient(system().origin);
      await chief.login(admin);
      const visitor = await createVisitor(system().origin, chief.cookie());
      expect((await visitor.get('/admin/usuarios/')).text).to.include('Su rol necesita un segundo paso');
      await inDatabase(
        system(),
        `update accounts.users set factor_demanded_at = now() - interval '8 days' where role = 'ADMIN'`,
      );
      for (const path of [
        '/',
        '/perfil/',
        '/admin/usuarios/',
        '/admin/auditoria/',
        '/referidos/exportar.csv',
      ])
        expect((await visitor.get(path)).outcome, path).to.equal('302 /perfil/seguridad/');
      for (const path of ['/admin/users', '/me', '/admin/audit', '/events']) {
        const told = await chief.get(path).catch(() => ({ status: 0 }));
        expect(told.status, path).to.equal(403);
      }
      expect((await visitor.get('/perfil/seguridad/')).outcome).to.equal('200');
      const form = await visitor.get('/cambiar-password/');
      expect(form.text).to.include('El plazo terminó').and.not.include('antes del');
      const guess = {
        password: 'no es esta',
        password1: 'otra nube de marzo',
        password2: 'otra nube de marzo',
      };
      const refused = await visitor.submit('/cambiar-password/', guess);
      expect([refused.outcome, refused.text.includes('no es correcta')]).to.deep.equal(['400', true]);
      await enrolApp(visitor);
      expect((await visitor.get('/admin/usuarios/')).outcome).to.equal('200');
    });

    it('demands none of others', async () => {
      const person = createClient(system().origin);
      await person.register({ cedula: newCedula() });
      expect((await person.get('/me')).status).to.equal(200);
    });
  },
  ['embedded'],
);
