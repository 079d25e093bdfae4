import { expect } from 'chai';
import type { Role } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

describe('A refusal', () => {
  let app: PlayedApp;
  let role: Role;
  let code: string;
  beforeEach(async () => {
    role = 'USER';
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token === tokenOf('played') ? { user: personWith({ role }), passport: 'a passport' } : null,
      'accounts.noteRefusal': () => null,
      'accounts.changeRole': () => {
        throw new AppError(code, 'Pídalo a otra persona.', { status: 403 });
      },
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

  it('of who would do to themselves what is for another to do is written down too', async () => {
    role = 'ADMIN';
    const path = '/api/v1/admin/users/33333333-3333-4333-8333-333333333333/role';
    const headers = { cookie, 'content-type': 'application/json' };
    for (const [n, own] of ['own_role', 'own_account', 'own_factors'].entries()) {
      code = own;
      expect((await app.ask(path, { method: 'POST', headers, body: '{}' })).status).to.equal(403);
      await eventually('it is noted', () => noted().length === n + 1);
      expect(noted()[n]).to.include({ route: 'POST /api/v1/admin/users/:id/role', code });
    }
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
