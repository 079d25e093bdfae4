import { expect } from 'chai';
import { eventually } from '../../support/eventually.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

describe('A refusal', () => {
  let app: PlayedApp;
  beforeEach(async () => {
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token === tokenOf('played') ? { user: personWith(), passport: 'a passport' } : null,
      'accounts.noteRefusal': () => null,
    });
  });
  afterEach(() => app.close());
  const cookie = `censo-session=${tokenOf('played')}`;
  const noted = () => app.calls('accounts.noteRefusal');

  it('of somebody who is logged in is written down, by the route and not by what they typed', async () => {
    const path = '/api/v1/admin/users/33333333-3333-4333-8333-333333333333';
    expect((await app.ask(path, { headers: { cookie } })).status).to.equal(403);
    await eventually('it is noted', () => noted().length === 1);
    expect(noted()).to.deep.equal([
      { route: 'GET /api/v1/admin/users/:id', code: 'forbidden', ip: '127.0.0.1' },
    ]);
  });

  it('of a form from elsewhere is written down too', async () => {
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await app.ask('/perfil/editar/', { method: 'POST', headers, body: '_csrf=x' });
    expect(sent.status).to.equal(403);
    await eventually('it is noted', () => noted().length === 1);
    expect(noted()[0]).to.include({ route: 'POST /perfil/editar/', code: 'csrf' });
  });

  it('of a stranger is not, nor what is no refusal', async () => {
    await app.ask('/api/v1/admin/users');
    await app.ask('/no-existe/', { headers: { cookie } });
    await app.ask('/politica-de-datos/', { headers: { cookie } });
    expect(noted()).to.deep.equal([]);
  });
});
