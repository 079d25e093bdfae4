import { expect } from 'chai';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

const SECRET = 'select "password_hash" from "accounts"."users" where "cedula" = 1020304050';

describe('A fault of ours', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.login': () => {
        throw new Error(SECRET);
      },
      'accounts.session': () => {
        throw new Error(SECRET);
      },
    });
  });
  after(() => app.close());

  it('is told to a program by its code alone, and logged once', async () => {
    app.faults.length = 0;
    const { status, text } = await app.ask('/api/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ cedula: '1020304050', password: 'una-clave-larga' }),
    });
    expect(status).to.equal(500);
    expect(JSON.parse(text)).to.deep.equal({
      error: {
        code: 'internal',
        message: 'Algo falló de nuestro lado y ya quedó registrado. Intente de nuevo en unos minutos.',
      },
    });
    expect(app.faults.map(String)).to.deep.equal([`Error: ${SECRET}`]);
  });

  it('is told to a person in a page that says what to do, and lets nobody in', async () => {
    const { status, text } = await app.ask('/perfil/', {
      headers: { cookie: `censo-session=${tokenOf('alguna')}` },
    });
    expect(status).to.equal(500);
    expect(text).to.include('Intente de nuevo en unos minutos').and.not.include('password_hash');
    expect(text).not.to.match(/\bat .*\.ts:\d+/);
  });
});

describe('An address that leads nowhere', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({ 'accounts.session': () => ({ user: personWith({ role: 'LEADER' }) }) });
  });
  after(() => app.close());

  it('has the places of whoever is logged in, and a way out that works', async () => {
    const headers = { cookie: `censo-session=${tokenOf('played')}` };
    const { status, text, cookies } = await app.ask('/no-existe/', { headers });
    expect(status).to.equal(404);
    expect(text).to.include('href="/referidos/"').and.include('action="/logout/"');
    expect(text).to.match(/name="_csrf" value="[^"]{20,}"/);
    expect(cookies.join()).to.include('censo-csrf=');
    expect(app.faults).to.deep.equal([]);
  });

  it('has a way in for who is not, and none for a program', async () => {
    expect((await app.ask('/no-existe/')).text).to.include('href="/register/"');
    const before = app.calls('accounts.session').length;
    expect((await app.ask('/api/v1/no-existe')).status).to.equal(404);
    expect(app.calls('accounts.session')).to.have.lengthOf(before);
  });
});
