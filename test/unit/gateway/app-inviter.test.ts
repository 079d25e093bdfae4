import { expect } from 'chai';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { type PlayedApp, playApp, type Told } from './support/played-app.ts';
import { personWith } from './support/views.ts';

const names: Record<string, string> = { ABCD2345: 'Lucía', WXYZ6789: 'Pedro' };

describe('Whoever comes by a link', () => {
  let app: PlayedApp;
  let away: boolean;
  let jar: Map<string, string>;

  before(async () => {
    app = await playApp({
      'accounts.referrer': ({ code }: { code: string }) => {
        if (away) throw new AppError('service_unavailable', 'Intente de nuevo.', { status: 503 });
        const firstName = names[code];
        return firstName === undefined ? null : { firstName };
      },
      'accounts.session': () => null,
      'accounts.passwordStrength': () => ({ score: 4, problem: null }),
      'accounts.register': ({ registration }: ActionInput<'accounts.register'>) => {
        if (registration.phone === '')
          throw new AppError('validation', 'Revise.', { status: 400, fields: { phone: 'Falta.' } });
        const session = { token: 'opened', expiresAt: new Date().toISOString(), persistent: false };
        return { user: personWith(), session, device: { ...session, token: 'device' } };
      },
    });
  });
  after(() => app.close());
  beforeEach(() => {
    away = false;
    jar = new Map();
  });
  afterEach(() => expect(app.faults).to.deep.equal([]));

  const take = (told: Told): Told => {
    for (const line of told.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return told;
  };
  const cookie = () => [...jar].map((pair) => pair.join('=')).join('; ');
  const open = async (path: string): Promise<Told> =>
    take(await app.ask(path, { headers: { cookie: cookie() } }));
  const fieldOf = ({ text }: Told): string | undefined => /name="ref"[^>]*? value="([^"]*)"/.exec(text)?.[1];
  const send = async (
    path: string,
    changes: Record<string, string | undefined> = {},
    seen?: Told,
  ): Promise<Told> => {
    const page = seen ?? (await open('/register/'));
    const fields = {
      ...{ cedula: '1020304050', nombre_completo: 'Ana Inventada', phone: '3001234567' },
      ...{
        password1: 'una-clave-larga',
        password2: 'una-clave-larga',
        data_policy_accepted: 'on',
        policy_version: '2026-11-26b',
      },
      ...{ ref: fieldOf(page), _csrf: /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] },
      ...changes,
    };
    const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
    return take(
      await app.ask(path, {
        method: 'POST',
        headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(given).toString(),
      }),
    );
  };
  const registeredBy = (): string | undefined =>
    app
      .calls('accounts.register')
      .map((params) => params as ActionInput<'accounts.register'>)
      .at(-1)?.ref;

  it('is told who invites them on every page before they register, and need not keep the link', async () => {
    for (const path of ['/register/?ref=ABCD2345', '/politica-de-datos/', '/login/', '/register/', '/'])
      expect((await open(path)).text, path).to.include('Le invita <strong>Lucía</strong>');
    expect((await open('/perfil/')).location).to.equal('/login/?next=%2Fperfil%2F');
    expect(fieldOf(await open('/register/'))).to.equal('ABCD2345');

    expect((await send('/register/')).location).to.equal('/?aviso=bienvenida');
    expect(registeredBy()).to.equal('ABCD2345');
  });

  it('may come by any page, also one that sends them to log in', async () => {
    for (const path of [
      '/?ref=ABCD2345',
      '/login/?REF=abcd2345',
      '/politica-de-datos/?ref=ABCD2345.',
      '/perfil/?ref=ABCD2345',
    ]) {
      jar.clear();
      await open(path);
      expect(fieldOf(await open('/register/')), path).to.equal('ABCD2345');
    }
  });

  it('may come by an address that leads nowhere, but by none for programs', async () => {
    expect((await open('/registro/?ref=ABCD2345')).status).to.equal(404);
    expect(fieldOf(await open('/register/'))).to.equal('ABCD2345');
    jar.clear();
    await open('/api/v1/nada?ref=ABCD2345');
    expect(jar.has('censo-invita')).to.equal(false);
  });

  it('is remembered for 30 days, in a cookie that scripts and other sites do not get', async () => {
    const [line = ''] = (await open('/register/?ref=ABCD2345')).cookies.filter((one) =>
      one.startsWith('censo-invita='),
    );
    expect(line)
      .to.match(/^censo-invita=ABCD2345;/)
      .and.to.match(/httponly/i)
      .and.to.match(/samesite=lax/i);
    const days = (Date.parse(/expires=([^;]+)/i.exec(line)?.[1] ?? '') - Date.now()) / 86_400_000;
    expect(days).to.be.within(29.9, 30.1);
    expect((await open('/politica-de-datos/')).text).to.include('censo-invita');
  });

  it('is forgotten once they have registered', async () => {
    await open('/register/?ref=ABCD2345');
    await send('/register/');
    expect(jar.has('censo-invita')).to.equal(false);
    expect(fieldOf(await open('/register/'))).to.equal(undefined);
  });

  it('belongs to the last link that named somebody', async () => {
    await open('/register/?ref=ABCD2345');
    await open('/register/?ref=WXYZ6789');
    expect((await open('/register/?ref=NADIE234')).text).to.include('Le invita <strong>Pedro</strong>');
    await send('/register/');
    expect(registeredBy()).to.equal('WXYZ6789');
  });

  it('is kept from nothing by a code that nobody has', async () => {
    expect(fieldOf(await open('/register/?ref=NADIE234'))).to.equal(undefined);
    expect((await send('/register/?ref=NADIE234', { ref: 'NADIE234' })).status).to.equal(302);
    expect(registeredBy()).to.equal(undefined);

    names.GQNE2345 = 'Quien se va';
    const page = await open('/register/?ref=GQNE2345');
    delete names.GQNE2345;
    expect((await send('/register/', {}, page)).status).to.equal(302);
    expect(registeredBy()).to.equal(undefined);
  });

  it('may type another code, in any way that people write it, or paste a link', async () => {
    await open('/register/?ref=ABCD2345');
    for (const typed of [
      'wxyz-6789',
      ' WXYZ 6789.',
      'https://censo.example.co/register/?ref=WXYZ6789&utm=x',
    ]) {
      await send('/register/', { ref: typed });
      expect(registeredBy(), typed).to.equal('WXYZ6789');
    }
  });

  it('may empty the field: then nobody invited them, also after a look at the policy', async () => {
    await open('/register/?ref=ABCD2345');
    const refused = await send('/register/', { ref: '', phone: '' });
    expect(refused.status).to.equal(400);
    expect(refused.text).not.to.include('Le invita');
    await open('/politica-de-datos/');
    expect(fieldOf(await open('/register/'))).to.equal(undefined);
    await send('/register/', { ref: ' ' });
    expect(registeredBy()).to.equal(undefined);
  });

  it('keeps what they corrected when something else is wrong', async () => {
    await open('/register/?ref=ABCD2345');
    const refused = await send('/register/', { ref: 'wxyz6789', phone: '' });
    expect(refused.text).to.include('Le invita <strong>Pedro</strong>');
    expect(fieldOf(refused)).to.equal('WXYZ6789');
    expect(fieldOf(await open('/register/'))).to.equal('WXYZ6789');
  });

  it('is told beside the field that nobody has the code that they typed, with all other problems', async () => {
    const before = app.calls('accounts.register').length;
    const { status, text } = await send('/register/', { ref: 'NADIE234', cedula: '12', password2: 'otra' });
    expect(status).to.equal(400);
    expect(text).to.include('No encontramos a nadie con este código');
    expect(text).to.include('Las dos contraseñas no son iguales');
    expect(text).to.match(/id="cedula-error"[^>]*>[^<]+</);
    expect(text).to.match(/name="ref"[^>]*value="NADIE234"/);
    expect(app.calls('accounts.register')).to.have.lengthOf(before);
  });

  it('is taken by the address of a form that has no such field, as it was before there was one', async () => {
    await send('/register/?REF=wxyz6789', { ref: undefined });
    expect(registeredBy()).to.equal('WXYZ6789');
  });

  it('loses nothing while nobody can say whose code it is', async () => {
    away = true;
    const page = await open('/register/?ref=ABCD2345');
    expect([page.status, fieldOf(page)]).to.deep.equal([200, 'ABCD2345']);
    expect((await open('/login/')).status).to.equal(200);
    away = false;
    expect((await open('/login/')).text).to.include('Le invita <strong>Lucía</strong>');
  });

  it('may be a program: it brings the code as a person would paste it, and an unknown one is passed over', async () => {
    for (const [ref, expected] of [
      ['abcd-2345', 'ABCD2345'],
      ['https://censo.example.co/register/?ref=ABCD2345&utm=x', 'ABCD2345'],
      ['', undefined],
      [null, undefined],
    ] as const) {
      await app.ask('/api/v1/register', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ cedula: '1020304050', nombreCompleto: 'Ana Inventada', phone: '3001234567' },
          ...{ password: 'una-clave-larga', dataPolicyAccepted: true, ref },
        }),
      });
      expect(registeredBy(), String(ref)).to.equal(expected);
    }
  });
});
