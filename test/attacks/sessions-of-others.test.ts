import { expect } from 'chai';
import type { AuditEntry } from '../../shared/contract/audit.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const PASSWORD = 'una-clave-larga';

inBothModes('Whoever has a session that is not theirs', 'attacked', (system) => {
  let chief: Client;
  before(async () => {
    chief = createClient(system().origin);
    expect((await chief.login(admin)).status).to.equal(200);
  });

  const person = async () => {
    const client = createClient(system().origin);
    const cedula = newCedula('00');
    const { id } = (await client.register({ cedula, password: PASSWORD })).body.user;
    return { client, cedula, id };
  };
  const sessionCookie = (cookie: string): string => /[\w-]*censo-session=[^;]+/.exec(cookie)?.[0] ?? '';
  const asks = async (cookie: string): Promise<number> =>
    (await fetch(`${system().origin}/api/v1/me`, { headers: { cookie } })).status;
  /** What each of these places says to whoever has this cookie. */
  const everywhere = async (cookie: string): Promise<(number | string | null)[]> => {
    const { origin } = system();
    const page = await fetch(`${origin}/perfil/`, { headers: { cookie }, redirect: 'manual' });
    const stream = await fetch(`${origin}/api/v1/events`, { headers: { cookie } });
    await stream.body?.cancel();
    const answer = await fetch(`${origin}/api/v1/me/census`, { headers: { cookie } });
    return [page.status, page.headers.get('location'), await asks(cookie), stream.status, answer.status];
  };
  const nothing = [302, '/login/?next=%2Fperfil%2F', 401, 401, 401];
  const trail = async (userId: string, action: string) =>
    (await chief.get<{ items: AuditEntry[] }>(`/admin/audit?userId=${userId}&action=${action}`)).body.items;

  it('cannot fix one for somebody: the cookie from before the login opens nothing after it', async () => {
    const victim = await person();
    const attacker = await person();
    const planted = attacker.client.cookie();
    const login = await fetch(`${system().origin}/api/v1/login`, {
      method: 'POST',
      headers: { cookie: planted, 'content-type': 'application/json' },
      body: JSON.stringify({ cedula: victim.cedula, password: PASSWORD }),
    });
    expect(login.status).to.equal(200);
    const given = login.headers.getSetCookie().map(sessionCookie).find(Boolean) ?? '';
    expect(given).not.to.equal(sessionCookie(planted));
    expect(await asks(given)).to.equal(200);
    expect(await everywhere(sessionCookie(planted))).to.deep.equal(nothing);
  });

  it('gains nothing from a made-up cookie that the victim then logs in with', async () => {
    const victim = await person();
    const planted = `censo-session=${'A'.repeat(43)}`;
    await fetch(`${system().origin}/api/v1/login`, {
      method: 'POST',
      headers: { cookie: planted, 'content-type': 'application/json' },
      body: JSON.stringify({ cedula: victim.cedula, password: PASSWORD }),
    });
    expect(await asks(planted)).to.equal(401);
  });

  it('is out as soon as its owner closes it: cookie and stream', async () => {
    const { client: owner, cedula, id } = await person();
    const thief = createClient(system().origin);
    await thief.login({ cedula, password: PASSWORD });
    const stream = await openStream(system().origin, thief.cookie());
    expect(stream.status).to.equal(200);
    const { body } = await owner.get<{ items: { id: string; isCurrent: boolean }[] }>('/me/sessions');
    const theirs = body.items.find(({ isCurrent }) => !isCurrent);
    const visitor = await createVisitor(system().origin, owner.cookie());

    await visitor.submit(`/perfil/sesiones/${theirs?.id}/cerrar/`);

    await eventually('the stream is over', () => stream.isOver());
    expect(await everywhere(thief.cookie())).to.deep.equal(nothing);
    expect(await trail(id, 'session.close')).to.have.lengthOf(1);
  });

  it('of an ADMIN that nobody used for half an hour has nothing, though a person’s would', async () => {
    const { client: usual, id } = await person();
    const idle = createClient(system().origin);
    await idle.login(admin);
    const { body } = await idle.get<{ items: { id: string; isCurrent: boolean }[] }>('/me/sessions');
    const ids = [body.items.find(({ isCurrent }) => isCurrent)?.id];
    const back = `update accounts.sessions set last_used_at = now() - interval '31 minutes'`;
    await inDatabase(system(), `${back} where id = $1`, ids);
    await inDatabase(system(), `${back} where user_id = $1`, [id]);

    expect(await everywhere(idle.cookie())).to.deep.equal(nothing);
    expect((await idle.get('/admin/users')).status).to.equal(401);
    expect(await asks(usual.cookie())).to.equal(200);
  });

  it('is not kept in by a page that its ADMIN left open', async () => {
    const idle = createClient(system().origin);
    await idle.login(admin);
    const { body } = await idle.get<{ items: { id: string; isCurrent: boolean }[] }>('/me/sessions');
    const ids = [body.items.find(({ isCurrent }) => isCurrent)?.id];
    const unusedFor = async (): Promise<number> => {
      const sql =
        'select extract(epoch from now() - last_used_at)::int as s from accounts.sessions where id = $1';
      return (await inDatabase<{ s: number }>(system(), sql, ids))[0]?.s ?? -1;
    };
    const ago = `update accounts.sessions set last_used_at = now() - interval '20 minutes' where id = $1`;
    await inDatabase(system(), ago, ids);
    const stream = await openStream(system().origin, idle.cookie());
    const askAs = (dest: string) =>
      fetch(`${system().origin}/admin/usuarios/`, {
        headers: { cookie: idle.cookie(), 'sec-fetch-dest': dest },
      });

    await inDatabase(system(), ago, ids);
    expect((await askAs('empty')).status).to.equal(200);
    expect(await unusedFor()).to.be.greaterThan(1_000);
    expect((await askAs('document')).status).to.equal(200);
    expect(await unusedFor()).to.be.within(0, 1_000);
    stream.close();
  });

  it('sees nothing by going back after the logout, nor by its cookie', async () => {
    const { client } = await person();
    const { origin } = system();
    const visitor = await createVisitor(origin, client.cookie());
    for (const path of ['/perfil/', '/perfil/sesiones/', '/referidos/', '/api/v1/me']) {
      const { headers } = await visitor.get(path);
      expect(headers.get('cache-control'), path).to.equal('no-store');
    }
    const { headers } = await visitor.submit('/logout/');
    expect(headers.get('clear-site-data')).to.equal('"cache", "storage"');
    expect(await everywhere(client.cookie())).to.deep.equal(nothing);
  });

  it('does nothing with a form of another session, and that is written down', async () => {
    const [victim, attacker] = [await person(), await person()];
    const { origin } = system();
    const page = await fetch(`${origin}/perfil/editar/`, { headers: { cookie: attacker.client.cookie() } });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
    const secret = page.headers.getSetCookie().find((line) => line.includes('csrf')) ?? '';
    // Both the token and the browser's secret are known, as to whoever could write cookies from a sister domain.
    const sent = await fetch(`${origin}/perfil/sesiones/cerrar-otras/`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `${victim.client.cookie()}; ${secret.split(';')[0]}` },
      body: new URLSearchParams({ _csrf: token }),
    });
    expect(sent.status).to.equal(403);
    const [entry] = await eventually('it is written down', async () => {
      const found = await trail(victim.id, 'access.refused');
      return found.length > 0 ? found : null;
    });
    expect(entry?.detail).to.equal('POST /perfil/sesiones/cerrar-otras/ (csrf)');
  });

  it('is out everywhere, at once, when the account is suspended, and hears of it only with the right password', async () => {
    const { client, cedula, id } = await person();
    const again = createClient(system().origin);
    await again.login({ cedula, password: PASSWORD });
    const stream = await openStream(system().origin, client.cookie());
    const chiefs = await createVisitor(system().origin, chief.cookie());

    const done = await chiefs.submit(`/admin/usuarios/${id}/suspender/`, {
      reason: 'Alguien usa su cuenta',
    });

    expect(done.outcome).to.equal(`302 /admin/usuarios/${id}/?aviso=cuenta-suspendida`);
    await eventually('the stream is over', () => stream.isOver());
    expect(await everywhere(client.cookie())).to.deep.equal(nothing);
    expect(await everywhere(again.cookie())).to.deep.equal(nothing);
    const told = async (password: string) => {
      const reply = await createClient(system().origin).login({ cedula, password });
      const { error } = reply.body as unknown as { error: { code: string } };
      return [reply.status, error.code];
    };
    expect(await told('no-es-la-clave')).to.deep.equal([401, 'wrong_credentials']);
    expect(await told(PASSWORD)).to.deep.equal([403, 'account_suspended']);
    const anew = await createClient(system().origin).register({ cedula, password: PASSWORD });
    expect(anew.status).to.equal(409);
    expect((await chiefs.get(`/admin/usuarios/?q=${cedula}&state=suspended`)).text).to.include(id);
    expect((await chiefs.get(`/admin/usuarios/?q=${cedula}&state=active`)).text).not.to.include(id);

    await chiefs.submit(`/admin/usuarios/${id}/restablecer/`, { reason: 'Cambió su contraseña' });
    expect((await again.login({ cedula, password: PASSWORD })).status).to.equal(200);
  });

  it('leaves its guesses in the trail, told of together and without a cédula', async () => {
    const { cedula, id } = await person();
    const guesser = createClient(system().origin);
    for (let n = 0; n < 8; n += 1) await guesser.login({ cedula, password: `no-es-la-clave-${n}` });
    await eventually('the lockout is written down', async () => (await trail(id, 'session.lockout')).length);
    const refused = await trail(id, 'session.refused');
    expect(refused).to.have.lengthOf(1);
    for (const { detail } of [...refused, ...(await trail(id, 'session.lockout'))])
      expect(detail).to.match(/^Cédula •+\d{1,4}$/);
    expect((await trail(id, 'session.open')).length, 'the registration').to.equal(1);
  });
});
