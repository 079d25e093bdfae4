import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { accessTable } from '../../../support/access-table.ts';
import { type Asked, type PlayedApp, playApp, type Told } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

const SESSION = { cookie: `censo-session=${tokenOf('played')}` };
const json = (body: string | Buffer, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  headers: { ...SESSION, 'content-type': 'application/json', ...headers },
  body,
});
const form = (body: string | Buffer, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  headers: { ...SESSION, 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body,
});

const codeOf = ({ text }: Told): unknown =>
  /<code>(\w+)<\/code>/.exec(text)?.[1] ?? (JSON.parse(text) as { error: { code: string } }).error.code;

describe('What is no text', () => {
  let app: PlayedApp;
  before(async () => {
    // Nobody else is asked: nothing of what is sent here reaches a service.
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token === tokenOf('played') ? { user: personWith({ role: 'ADMIN' }) } : null,
    });
  });
  after(() => app.close());
  afterEach(() => expect(app.faults).to.deep.equal([]));

  describe('is refused with 400 at every address that takes a query or an id:', () => {
    for (const { path } of accessTable.filter(({ method }) => method === 'GET')) {
      it(path, async () => {
        const address = path.replace(/:[a-zA-Z]+/g, crypto.randomUUID());
        const joined = address.includes('?') ? '&' : '?';
        for (const query of ['q=%00', 'q=a%00b', '%00=a', 'q=a&q=%00'])
          expect((await app.ask(`${address}${joined}${query}`, { headers: SESSION })).status, query).to.equal(
            400,
          );
        if (!path.includes(':id')) return;
        const nul = await app.ask(path.replace(/:[a-zA-Z]+/g, '%00'), { headers: SESSION });
        expect([nul.status, codeOf(nul)]).to.deep.equal([400, 'invalid_text']);
      });
    }
  });

  describe('is refused with 400 in every form and body that is sent:', () => {
    const withBody = accessTable.filter((row) => row.method !== 'GET' && row.method !== 'DELETE');
    for (const { method, path } of withBody) {
      it(`${method} ${path}`, async () => {
        const address = path.replace(/:[a-zA-Z]+/g, crypto.randomUUID());
        const sent = path.startsWith('/api/')
          ? json('{"a":[{"reason":"b\\u0000"}]}')
          : form('a=1&reason=b%00');
        const told = await app.ask(address, { ...sent, method });
        expect([told.status, codeOf(told)]).to.deep.equal([400, 'invalid_text']);
      });
    }
  });

  const bodies: { what: string; sent: Asked; status: number; code: string }[] = [
    {
      what: 'a zero byte in a name of JSON',
      sent: json('{"a\\u0000":1}'),
      status: 400,
      code: 'invalid_text',
    },
    { what: 'half of a character', sent: json('{"a":"\\ud800"}'), status: 400, code: 'invalid_text' },
    { what: 'the other half, in a list', sent: json('{"a":["\\udfff"]}'), status: 400, code: 'invalid_text' },
    {
      what: 'a zero byte under ten thousand brackets',
      sent: json(`{"a":${'['.repeat(10_000)}"\\u0000"${']'.repeat(10_000)}}`),
      status: 400,
      code: 'invalid_text',
    },
    { what: 'broken JSON', sent: json('{"cedula":'), status: 400, code: 'invalid_body' },
    {
      what: 'JSON in another charset',
      sent: json(Buffer.from('{"cedula":"1"}', 'utf16le'), {
        'content-type': 'application/json; charset=utf-16',
      }),
      status: 400,
      code: 'invalid_body',
    },
    ...['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'gzip, identity'].map((encoding) => ({
      what: `a body that is packed by ${encoding}`,
      sent: json(gzipSync('{"cedula":"1234567890"}'), { 'content-encoding': encoding }),
      status: 415,
      code: 'unsupported_media_type',
    })),
  ];
  for (const { what, sent, status, code } of bodies) {
    it(`is answered with ${status}, and never a fault of ours: ${what}`, async () => {
      const told = await app.ask('/api/v1/login', sent);
      expect([told.status, codeOf(told)]).to.deep.equal([status, code]);
    });
  }

  it('is refused as a form as well when it is packed', async () => {
    const told = await app.ask('/login/', form('cedula=1', { 'content-encoding': 'gzip' }));
    expect([told.status, codeOf(told)]).to.deep.equal([415, 'unsupported_media_type']);
  });

  it('in an address is answered with 400, never with a fault of ours', async () => {
    for (const path of [
      '/%E0%A4%A',
      '/referido/%E0%A4%A/',
      '/%',
      '/api/v1/referrals?q=%E0%A4%A',
      '/api/v1/%',
    ])
      expect((await app.ask(path, { headers: SESSION })).status, path).to.equal(400);
  });

  it('does not keep anybody from a page whose link was cut in the middle of a letter', async () => {
    expect((await app.ask('/login/?next=/%E0%A4%A')).status).to.equal(200);
  });

  it('is no session either: a cookie that cannot be one is taken away, and nobody is asked', async () => {
    const before = app.calls('accounts.session').length;
    for (const garbage of ['x'.repeat(300), 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}!`, 'null']) {
      const told = await app.ask('/login/', { headers: { cookie: `censo-session=${garbage}` } });
      expect(told.status).to.equal(200);
      expect(told.cookies.join()).to.match(/censo-session=;/);
    }
    const twice = [tokenOf('played'), tokenOf('other')].map((token) => `censo-session=${token}`).join('; ');
    expect((await app.ask('/perfil/', { headers: { cookie: twice } })).status).to.equal(302);
    expect(app.calls('accounts.session')).to.have.lengthOf(before);
  });
});
