import { expect } from 'chai';
import { loadConfig } from '../../../shared/config/load.ts';
import { AppError } from '../../../shared/errors.ts';
import { type PlayedApp, playApp, type Told } from './support/played-app.ts';

const { limits } = loadConfig({ LIMIT_REGISTER: '600 ip=1/9', LIMIT_LOGIN: '600 ip=1/9' });
const fieldOf = ({ text }: Told, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
const ana = {
  ...{ cedula: '1020304050', nombre_completo: 'Ana Inventada', phone: '3001234567' },
  ...{
    password1: 'una-clave-larga',
    password2: 'una-clave-larga',
    data_policy_accepted: 'on',
    policy_version: '2026-11-26b',
  },
};

describe('A form above the usual rate that comes back for something else', () => {
  let app: PlayedApp;

  beforeEach(async () => {
    const refused = (field: string) => () => {
      throw new AppError('validation', 'Revise.', { status: 400, fields: { [field]: 'No sirve.' } });
    };
    app = await playApp(
      {
        'accounts.register': refused('password'),
        'accounts.login': refused('password'),
        'accounts.passwordStrength': () => ({ score: 4, warning: null }),
      },
      { limits },
    );
  });
  afterEach(() => app.close());

  /** A browser with a form of this page. */
  const open = async (path: string) => {
    const page = await app.ask(path);
    const [cookie = ''] = /censo-csrf=[^;]+/.exec(page.cookies.join()) ?? [];
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    return (fields: Record<string, string>): Promise<Told> =>
      app.ask(path, {
        ...{ method: 'POST', headers },
        body: new URLSearchParams({ ...fields, _csrf: fieldOf(page, '_csrf') }).toString(),
      });
  };

  for (const [what, path, good, bad] of [
    ['a second password that is another', '/register/', ana, { password2: 'otra' }],
    ['a telephone that is none', '/register/', ana, { phone: '12' }],
    [
      'a cédula that is none',
      '/login/',
      { cedula: '1020304050', password: 'una-clave-larga' },
      { cedula: '1' },
    ],
  ] as const)
    it(`has its ticket, its proof and its place still, after ${what}`, async () => {
      const send = await open(path);
      await send(good);
      const { text, ...asked } = await send(good);
      expect(asked.status).to.equal(429);
      const ticket = fieldOf({ ...asked, text }, 'ticket');
      const back = await send({ ...good, ...bad, ticket });
      expect([back.status, fieldOf(back, 'ticket')]).to.deep.equal([400, ticket]);
      expect(back.text).to.include('data-proof=');
      const proven = await send({ ...good, ...bad, ticket, proof: 'made' });
      expect([proven.status, fieldOf(proven, 'proof'), fieldOf(proven, 'ticket')]).to.deep.equal([
        ...[400, 'made', ticket],
      ]);
      expect(proven.text).to.include('Comprobación lista').and.not.include('data-proof=');
      const again = await send({ ...good, ticket });
      expect([again.status, fieldOf(again, 'ticket')], 'nobody else has its place').to.deep.equal([
        ...[429, ticket],
      ]);
    });

  it('brings what the next one has to solve, once it was looked at', async () => {
    for (const [path, fields] of [
      ['/register/', ana],
      ['/login/', { cedula: '1020304050', password: 'una-clave-larga' }],
    ] as const) {
      const told = await (await open(path))(fields);
      expect(told.status, path).to.equal(400);
      expect(told.text, path).to.include('data-proof=');
    }
  });
});
