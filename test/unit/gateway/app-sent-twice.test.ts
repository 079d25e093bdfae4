import { expect } from 'chai';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionInput, ActionName } from '../../../shared/contract/actions.ts';
import type { Added } from '../../../shared/contract/batches.ts';
import { type PlayedApp, playApp, type Told } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

const OPENED = { token: 'opened', expiresAt: '2027-01-01T00:00:00.000Z', persistent: false };
const ID = '11111111-1111-4111-8111-111111111111';
const nobody = { not_allowed: 0, cooldown: 0, in_progress: 0, answered: 0, final: 0 };

describe('A form that is sent twice', () => {
  let app: PlayedApp;
  let added: Added;

  before(async () => {
    const leader = personWith({ role: 'LEADER' satisfies Role });
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        [tokenOf('played'), tokenOf('opened')].includes(token) ? { user: leader } : null,
      'accounts.register': () => ({ user: leader, session: OPENED, device: OPENED }),
      'accounts.login': () => ({ user: leader, session: OPENED, device: OPENED }),
      'accounts.pendingLogin': () => ({ means: ['code'] }),
      'accounts.finishLogin': () => ({ user: leader, session: OPENED, device: OPENED }),
      'accounts.changePassword': () => ({ session: OPENED, device: OPENED }),
      'accounts.repeatPasswordChange': ({ password }: { password: string }) =>
        password === 'una-clave-nueva' ? { session: OPENED, device: OPENED } : null,
      'accounts.referralIds': ({ cursor }: { cursor?: string }) => ({
        ...{ ids: [ID], next: cursor === undefined ? ID : null },
      }),
      'accounts.subnet': () => '0'.repeat(32),
      'census.refresh': () => null,
      'census.batchPreview': () => ({ eligible: 1, skipped: nobody, expectedAt: null }),
      'census.batchAdd': () => added,
    });
  });
  after(() => app.close());
  afterEach(() => expect(app.faults).to.deep.equal([]));

  /** A browser of its own: its forms have its secret. */
  const open = async (path: string, session = 'played') => {
    const cookie = `censo-session=${tokenOf(session)}; censo-segundo-paso=${tokenOf('waiting')}`;
    const page = await app.ask(path, { headers: { cookie } });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const [secret = ''] = /censo-csrf=[^;]+/.exec(page.cookies.join()) ?? [];
    return (fields: Record<string, string>, address = path, as = session): Promise<Told> =>
      app.ask(address, {
        method: 'POST',
        headers: {
          ...{ cookie: `censo-session=${tokenOf(as)}; ${secret}` },
          ...{ 'content-type': 'application/x-www-form-urlencoded' },
        },
        body: new URLSearchParams({ ...fields, _csrf: token }).toString(),
      });
  };
  const last = <N extends ActionName>(name: N): ActionInput<N> => app.calls(name).at(-1) as ActionInput<N>;

  const ana = {
    ...{ cedula: '1020304050', nombre_completo: 'Ana Inventada', phone: '3001234567' },
    ...{
      password1: 'una-clave-larga',
      password2: 'una-clave-larga',
      data_policy_accepted: 'on',
      policy_version: '2026-11-26b',
    },
  };

  it('is known as the same by its browser and what it says of the person, not by its page or password', async () => {
    const [one, other] = [await open('/register/', ''), await open('/register/', '')];
    const sendBy = async (send: typeof one, changes = {}) => {
      expect((await send({ ...ana, ...changes }, '/register/')).status).to.equal(302);
      return last('accounts.register').submission;
    };
    const first = await sendBy(one);
    expect(first).to.match(/^[0-9a-f]{64}$/);
    expect(await sendBy(one)).to.equal(first);
    expect(await sendBy(one, { password1: 'otra-clave-larga', password2: 'otra-clave-larga' })).to.equal(
      first,
    );
    expect(await sendBy(one, { phone: '3009998877' })).not.to.equal(first);
    expect(await sendBy(other)).not.to.equal(first);
  });

  it('is another guess with another password, when it logs somebody in', async () => {
    const send = await open('/login/', '');
    const guess = async (password: string) => {
      await send({ cedula: '1020304050', password });
      return last('accounts.login').submission;
    };
    const first = await guess('una-clave-larga');
    expect(await guess('una-clave-larga')).to.equal(first);
    expect(await guess('otra-clave-larga')).not.to.equal(first);
  });

  it('is known as the same second step, and leads on from the session that the first time opened', async () => {
    const send = await open('/login/segundo-paso/?next=%2Fperfil%2F', '');
    const show = async (fields: Record<string, string>) => {
      const told = await send({ next: '/perfil/', ...fields }, '/login/segundo-paso/', '');
      expect([told.status, told.location]).to.deep.equal([302, '/perfil/']);
      return last('accounts.finishLogin').submission;
    };
    const first = await show({ code: '123456' });
    expect(first).to.match(/^[0-9a-f]{64}$/);
    expect(await show({ code: '123456' })).to.equal(first);
    expect(await show({ code: '654321' })).not.to.equal(first);
    expect(await show({ llave: '{"id":"a"}' })).not.to.equal(await show({ llave: '{"id":"b"}' }));
    const asked = app.calls('accounts.finishLogin').length;
    const told = await send({ code: '123456', next: '/perfil/' }, '/login/segundo-paso/', 'played');
    expect([told.status, told.location]).to.deep.equal([302, '/perfil/']);
    expect(app.calls('accounts.finishLogin')).to.have.lengthOf(asked);
  });

  describe('to change a password', () => {
    const sent = (password1: string, password2 = password1) => ({
      password: 'la-de-antes',
      password1,
      password2,
    });
    const outcomeOf = ({ status, location, cookies }: Told) => ({
      ...{ status, location, isOpened: cookies.some((line) => line.startsWith('censo-session=opened')) },
    });

    it('says so the first time, and names the session that it closes', async () => {
      const send = await open('/cambiar-password/');
      expect(outcomeOf(await send(sent('una-clave-nueva')))).to.deep.equal({
        ...{ status: 302, location: '/perfil/?aviso=contrasena-cambiada', isOpened: true },
      });
      expect(last('accounts.changePassword').token).to.equal(tokenOf('played'));
    });

    it('says so again from the session that was closed meanwhile', async () => {
      const send = await open('/cambiar-password/');
      expect(outcomeOf(await send(sent('una-clave-nueva'), '/cambiar-password/', 'closed'))).to.deep.equal({
        ...{ status: 302, location: '/perfil/?aviso=contrasena-cambiada', isOpened: true },
      });
    });

    it('says so again from the session that the first time opened, whose answer the browser had half of', async () => {
      const send = await open('/cambiar-password/');
      expect(outcomeOf(await send(sent('una-clave-nueva'), '/cambiar-password/', 'opened'))).to.deep.equal({
        ...{ status: 302, location: '/perfil/?aviso=contrasena-cambiada', isOpened: true },
      });
      expect(last('accounts.changePassword').token).to.equal(tokenOf('opened'));
    });

    it('leads everybody else without a session to log in', async () => {
      const send = await open('/cambiar-password/');
      for (const fields of [sent('no-es-la-nueva'), sent('una-clave-nueva', 'otra'), sent('corta')])
        for (const session of ['closed', '', 'no token!'])
          expect((await send(fields, '/cambiar-password/', session)).location).to.match(/^\/login\//);
    });
  });

  it('to refresh one person says which version its page showed', async () => {
    const send = await open('/cambiar-password/');
    for (const [version, seen] of [
      ['7', 7],
      ['', undefined],
      ['x', undefined],
      ['-1', undefined],
    ] as const) {
      expect((await send({ version }, '/refrescar-cedula/')).location).to.equal(
        '/perfil/?aviso=actualizando',
      );
      expect(last('census.refresh').seen).to.equal(seen);
    }
  });

  describe('to refresh many', () => {
    const confirmed = { confirmado: '1', todos: '1' };

    it('has a key of its own in each page that asks, and one for each part of it', async () => {
      added = { batchId: ID, queued: 1, skipped: [] };
      const send = await open('/cambiar-password/');
      const keys = [];
      for (const _page of [1, 2]) {
        const { text } = await send({ todos: '1' }, '/bulk-refresh/');
        const [, envio = ''] = /name="envio" value="([^"]+)"/.exec(text) ?? [];
        const told = await send({ ...confirmed, envio }, '/bulk-refresh/');
        expect(told.location).to.equal('/referidos/?aviso=masiva');
        keys.push(
          ...app
            .calls('census.batchAdd')
            .slice(-2)
            .map((one) => (one as { submission: string }).submission),
        );
        expect(keys.slice(-2)).to.deep.equal([`${envio}-1`, `${envio}-2`]);
      }
      expect(new Set(keys).size).to.equal(4);
    });

    it('leads to the batch that runs, also without a key', async () => {
      added = { batchId: ID, queued: 0, skipped: [{ id: ID, reason: 'in_progress' }] };
      const send = await open('/cambiar-password/');
      for (const envio of ['', 'x'.repeat(400)])
        expect((await send({ ...confirmed, envio }, '/bulk-refresh/')).location).to.equal(
          '/referidos/?aviso=masiva-en-curso',
        );
      expect(last('census.batchAdd').submission).to.equal(undefined);
    });

    it('says that nobody can be asked for when nothing runs', async () => {
      added = { batchId: null, queued: 0, skipped: [{ id: ID, reason: 'final' }] };
      const send = await open('/cambiar-password/');
      expect((await send(confirmed, '/bulk-refresh/')).location).to.equal('/referidos/?aviso=masiva-vacia');
    });
  });

  it('to log out is as well taken from who is out already', async () => {
    const send = await open('/login/', '');
    expect((await send({}, '/logout/', 'closed')).location).to.equal('/login/');
  });
});
