import { expect } from 'chai';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

const LEADER = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const nobody = { not_allowed: 0, cooldown: 0, in_progress: 0, answered: 0, final: 0 };

describe('A wish that takes everybody whom a filter finds', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.session': () => ({
        ...{ user: personWith({ role: 'COORDINATOR' }), provedUntil: '2999-01-01T00:00:00.000Z' },
      }),
      'accounts.referral': () => personWith(),
      'accounts.referralCounts': () => ({ todos: 0 }),
      'accounts.referralIds': () => ({ ids: [], next: null }),
      'accounts.referrals': () => ({ items: [], next: null, leader: null, led: {}, counts: { todos: 0 } }),
      'accounts.noteExport': () => null,
      'census.batch': () => null,
      'census.batchPreview': () => ({ eligible: 0, skipped: nobody, expectedAt: null }),
    });
  });
  after(() => app.close());
  afterEach(() => expect(app.faults).to.deep.equal([]));

  const cookie = `censo-session=${tokenOf('played')}`;
  const choose = async (query: string) => {
    const page = await app.ask('/cambiar-password/', { headers: { cookie } });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const [secret = ''] = /censo-csrf=[^;]+/.exec(page.cookies.join()) ?? [];
    return app.ask('/bulk-refresh/', {
      method: 'POST',
      headers: { cookie: `${cookie}; ${secret}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: `_csrf=${encodeURIComponent(token)}&todos=1&${query}`,
    });
  };

  for (const query of [
    'q=ana&q=luz',
    'q=ana&q=ana',
    'status=errores&status=errores',
    'status=nada',
    'estado=errores',
    'busca=ana',
    'status=errores&cedula=1020304050',
    'status=constructor',
    'lider=nadie',
    `lider=${LEADER}&lider=${LEADER}`,
  ])
    it(`is refused when its filter is not understood: ${query}`, async () => {
      for (const path of ['/referidos/exportar/', '/referidos/exportar.csv', '/referidos/exportar.xlsx'])
        expect((await app.ask(`${path}?${query}`, { headers: { cookie } })).status, path).to.equal(400);
      const told = await choose(query);
      expect(told.status).to.equal(400);
      expect(told.text).to.contain('No entendimos a qué personas se refiere');
      expect(app.calls('accounts.referralIds')).to.deep.equal([]);
      expect(app.calls('accounts.noteExport')).to.deep.equal([]);
    });

  it('is taken when a field of its filter is empty, and may name each once', async () => {
    const found = () => app.calls('accounts.referralIds').at(-1) as ActionInput<'accounts.referralIds'>;
    await choose('status=&q=&lider=');
    expect(found()).to.include({ status: 'todos', q: '' }).and.not.to.have.property('leaderId');
    await choose(`status=errores&q=%20Ana%C2%A0luz&lider=${LEADER}`);
    expect(found()).to.include({ status: 'errores', q: 'Ana luz', leaderId: LEADER });
    expect((await app.ask('/referidos/exportar/?sort=nada', { headers: { cookie } })).status).to.equal(200);
  });

  it('only shows a list by the first of several', async () => {
    const query = `q=ana&q=luz&status=errores&status=todos&sort=name&sort=recent&lider=${LEADER}&lider=x`;
    expect((await app.ask(`/referidos/?${query}`, { headers: { cookie } })).status).to.equal(200);
    const asked = { q: 'ana', status: 'errores', sort: 'name', leaderId: LEADER };
    expect(app.calls('accounts.referrals').at(-1)).to.include(asked);
  });
});
