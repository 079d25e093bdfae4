import { expect } from 'chai';
import { z } from 'zod';
import { parsed } from '../../../services/gateway/web/input.ts';
import { passkeyLabel } from '../../../shared/contract/factors.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

describe('The name of a passkey', () => {
  let app: PlayedApp;
  const user = personWith();

  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user, passport: 'a passport' }),
      'accounts.factors': () => ({ factors: [], codesLeft: 0, isDemanded: false }),
      'accounts.confirmPasskey': (params: object) => {
        parsed(z.object({ label: passkeyLabel }), params);
        return { codes: [] };
      },
    });
  });
  after(() => app.close());

  const send = async (nombre: string) => {
    const cookie = `censo-session=${tokenOf('played')}`;
    const page = await app.ask('/perfil/seguridad/', { headers: { cookie } });
    const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const [secret = ''] = /censo-csrf=[^;]+/.exec(page.cookies.join()) ?? [];
    return app.ask('/perfil/seguridad/llave/', {
      method: 'POST',
      headers: { cookie: `${cookie}; ${secret}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf, nombre, llave: '{}' }).toString(),
    });
  };

  it('may have 60 letters, and one that is longer is told so', async () => {
    expect((await send('ñ'.repeat(60))).location).to.equal('/perfil/seguridad/');
    const refused = await send('ñ'.repeat(61));
    expect(refused.status).to.equal(400);
    expect(refused.text).to.include('60 letras como máximo').and.not.include('no respondió bien');
  });
});
