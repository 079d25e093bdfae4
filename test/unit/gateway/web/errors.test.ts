import { expect } from 'chai';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';

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
