import { expect } from 'chai';
import { factorNeeded, proofNeeded } from '../../../shared/identity/proof-needed.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

describe('A password that is changed long after its person came in', () => {
  let app: PlayedApp;
  let refused: Error;

  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user: personWith(), passport: 'a passport' }),
      'accounts.passwordStrength': () => ({ score: 4, warning: null }),
      'accounts.factors': () => ({ factors: [{ kind: 'totp' }], codesLeft: 10, isDemanded: false }),
      'accounts.changePassword': () => {
        throw refused;
      },
    });
  });
  after(() => app.close());

  const send = async () => {
    const cookie = `censo-session=${tokenOf('played')}`;
    const page = await app.ask('/cambiar-password/', { headers: { cookie } });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const [secret = ''] = /censo-csrf=[^;]+/.exec(page.cookies.join()) ?? [];
    return app.ask('/cambiar-password/', {
      method: 'POST',
      headers: {
        cookie: `${cookie}; ${secret}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        ...{ password: 'la-de-antes', password1: 'una-clave-nueva', password2: 'una-clave-nueva' },
        _csrf: token,
      }).toString(),
    });
  };

  it('leads to the page that asks for the second factor, and from there back to the form', async () => {
    refused = proofNeeded();
    const told = await send();
    expect(told.status).to.equal(403);
    expect(told.text).to.include('action="/confirmar/"').and.include('value="/cambiar-password/"');
    expect(told.text).not.to.include('una-clave-nueva');
  });

  it('leads to where a second factor is set up, when that comes first', async () => {
    refused = factorNeeded();
    expect((await send()).location).to.equal('/perfil/seguridad/');
  });
});
