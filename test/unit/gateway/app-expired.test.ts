import { expect } from 'chai';
import type { Role } from '../../../shared/contract/accounts.ts';
import { type PlayedApp, playApp, type Told } from './support/played-app.ts';
import { tokenOf } from './support/tokens.ts';
import { personWith } from './support/views.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const SECRET = 'a-secret-of-one-browser';

describe('A form that was open for too long', () => {
  let app: PlayedApp;
  before(async () => {
    const user = personWith({ role: 'ADMIN' satisfies Role, nombreCompleto: 'Ada Inventada' });
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token === tokenOf('played') ? { user, passport: 'a passport' } : null,
      'accounts.noteRefusal': () => null,
      'accounts.referrer': ({ code }: { code: string }) =>
        code === 'ABCD2345' ? { firstName: 'Lucía' } : null,
      'accounts.updateProfile': () => user,
      'accounts.phone': () => ({ phone: '+573001234567', pending: null }),
    });
  });
  after(() => app.close());
  afterEach(() => expect(app.faults).to.deep.equal([]));

  const here = { 'sec-fetch-site': 'same-origin' };
  const send = (
    path: string,
    fields: Record<string, string>,
    { session = 'played', headers = here as Record<string, string> } = {},
  ): Promise<Told> =>
    app.ask(path, {
      method: 'POST',
      headers: {
        ...{ cookie: `censo-session=${session === '' ? '' : tokenOf(session)}; censo-csrf=${SECRET}` },
        ...{ 'content-type': 'application/x-www-form-urlencoded' },
        ...headers,
      },
      body: new URLSearchParams({ _csrf: 'an-old-token', ...fields }).toString(),
    });
  /** The form that a page gives back: where it goes, and what it says. */
  const givenBack = (text: string) => {
    const [, action = '', form = ''] =
      /<form method="post" action="((?!\/logout)[^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(
        text.slice(text.indexOf('<main')),
      ) ?? [];
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return { action, fields: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])) };
  };

  it('comes back with all that was typed, says nothing of permissions, and is sent by one tap', async () => {
    const profile = { nombre_completo: 'Ada Corregida', phone: '300 999 8877', referral_goal: '12' };
    const told = await send('/perfil/editar/', profile);

    expect(told.status).to.equal(403);
    expect(told.text).not.to.match(/permiso|csrf<|Código: /);
    expect(told.text).to.include('a nombre de <strong>Ada Inventada</strong>');
    const { action, fields } = givenBack(told.text);
    const { _csrf, ...kept } = fields;
    expect({ action, kept }).to.deep.equal({ action: '/perfil/editar/', kept: profile });

    const again = await send(action, { ...kept, _csrf: _csrf ?? '' });
    expect(again.location).to.equal('/perfil/?aviso=datos-guardados');
    expect(app.calls('accounts.updateProfile').at(-1)).to.deep.include({
      profile: { nombreCompleto: 'Ada Corregida', phone: '300 999 8877', referralGoal: '12' },
    });
  });

  for (const [path, fields] of [
    [`/refrescar-cedula/${ID}/`, { volver: '/referidos/?status=errores', version: '3' }],
    ['/bulk-refresh/', { todos: '1', status: 'errores', q: 'ana' }],
    ['/recuperar/', { cedula: '1020304050' }],
    ['/mis-datos/solicitar/', { topic: 'x', text: 'Quiero saber <qué> guardan' }],
    [`/admin/usuarios/${ID}/rol/`, { role: 'LEADER', reason: 'Coordina el barrio' }],
    ['/admin/consultas/pausar/', { reason: 'Mantenimiento' }],
    ['/confirmar/', { confirmar_next: '/admin/auditoria/' }],
  ] as [string, Record<string, string>][])
    it(`is given back whole at ${path}`, async () => {
      const { text } = await send(path, fields);
      const { action, fields: kept } = givenBack(text);
      expect(action).to.equal(path);
      for (const [name, value] of Object.entries(fields))
        expect(kept[name]).to.equal(value.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    });

  it('never has a password in it, which is asked for again', async () => {
    const secrets = { password: 'la-de-antes-1', password1: 'la-nueva-22', password2: 'la-nueva-22' };
    const { text } = await send('/cambiar-password/', secrets);
    for (const secret of Object.values(secrets)) expect(text).not.to.include(secret);
    for (const name of Object.keys(secrets)) expect(text).to.include(`name="${name}" type="password"`);
    expect((await send('/login/segundo-paso/', { code: '987654', next: '/' })).text).not.to.include('987654');
  });

  it('of a registration is shown again as itself, with who invited', async () => {
    const { status, text } = await send(
      '/register/',
      {
        ...{ cedula: '1020304050', nombre_completo: 'Ana Nueva', phone: '300 123 4567', ref: 'ABCD2345' },
        ...{ password1: 'una-clave-larga', password2: 'una-clave-larga', autoriza_consulta: 'on' },
      },
      { session: '' },
    );
    expect(status).to.equal(403);
    expect(text).to.include('Lo que escribió sigue aquí').and.not.include('una-clave-larga');
    for (const typed of ['1020304050', 'Ana Nueva', '300 123 4567', 'ABCD2345'])
      expect(text).to.include(`value="${typed}"`);
    expect(text).to.match(/Le invita <strong>Lucía/);
    expect(text).to.match(/name="autoriza_consulta"[^>]* checked/);
  });

  it('of a login is shown again as itself, and leads on to where it led', async () => {
    const { text } = await send(
      '/login/',
      { cedula: '1020304050', password: 'una-clave-larga', next: '/resumen/' },
      { session: '' },
    );
    expect(text).to.include('value="1020304050"').and.include('value="/resumen/"');
    expect(text).not.to.include('una-clave-larga');
  });

  it('of somebody who is not logged in any more is kept until they are', async () => {
    const page = await app.ask('/login/', { headers: { cookie: `censo-csrf=${SECRET}` } });
    const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const told = await send('/perfil/editar/', { nombre_completo: 'Ada', _csrf }, { session: '' });
    expect(told.status).to.equal(401);
    expect(told.text).to.include('Su sesión terminó').and.include('value="Ada"');

    // Logged in again they see in whose name it is sent, and only that page sends it: so the first promises no more.
    expect(told.text).to.include('Ya ingresé: continuar').and.not.include('Enviar de nuevo');
    const calls = app.calls('accounts.updateProfile').length;
    const { fields } = givenBack(told.text);
    const shown = await send('/perfil/editar/', fields);
    expect(shown.text)
      .to.include('a nombre de <strong>Ada Inventada</strong>')
      .and.include('Enviar de nuevo');
    expect(app.calls('accounts.updateProfile')).to.have.lengthOf(calls);
    await send('/perfil/editar/', givenBack(shown.text).fields);
    expect(app.calls('accounts.updateProfile')).to.have.lengthOf(calls + 1);
  });

  it('asks for a password once, by whoever is logged in again', async () => {
    const page = await app.ask('/login/', { headers: { cookie: `censo-csrf=${SECRET}` } });
    const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const secrets = { password: 'la-de-antes-1', password1: 'la-nueva-22', password2: 'la-nueva-22' };
    let { text } = await send('/cambiar-password/', { ...secrets, _csrf }, { session: '' });
    expect(text).to.include('Su sesión terminó').and.not.include('type="password"');
    // Whoever goes on without logging in is asked to once more.
    ({ text } = await send('/cambiar-password/', givenBack(text).fields, { session: '' }));
    expect(text).not.to.include('type="password"');
    ({ text } = await send('/cambiar-password/', givenBack(text).fields));
    for (const name of Object.keys(secrets)) expect(text).to.include(`name="${name}" type="password"`);
    const { text: asked } = await send('/cambiar-password/', { _pedir: 'phone,pass"word,<b>' });
    expect(asked).not.to.include('type="password"').and.not.include('pass"word');
  });

  it('is not filled in for what does not say that it comes from a page of the portal', async () => {
    for (const headers of [{}, { origin: 'https://ajena.invalid' }, { 'sec-fetch-site': 'none' }]) {
      const { status, text } = await send(
        '/perfil/editar/',
        { nombre_completo: 'Puesto por otro' },
        { headers },
      );
      expect(status).to.equal(403);
      expect(text).not.to.include('Puesto por otro');
    }
    const { text } = await send('/perfil/editar/', { nombre_completo: 'Ada' }, { headers: {} });
    expect(text).to.include('El formulario venció').and.not.include('No tiene permiso');
  });
});
