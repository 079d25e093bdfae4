import { expect } from 'chai';
import { type Asked, type PlayedApp, playApp } from './support/played-app.ts';

/** One of each kind of answer: a page, a refusal, a redirect, a fault, the API's, a probe, and what is not there. */
const answers: readonly (readonly [what: string, path: string, asked?: Asked])[] = [
  ['a page', '/login/'],
  ['a form without its token', '/login/', { method: 'POST' }],
  ['a redirect', '/perfil/'],
  ['a mistyped address', '/LOGIN'],
  ['an address that is not there', '/nada'],
  ['an address that is no text', '/%ff'],
  ['a fault of ours', '/register/?ref=ABCD2345'],
  ['a refusal of the API', '/api/v1/me'],
  ['a body that is no JSON', '/api/v1/login', { method: 'POST', body: 'cedula=1' }],
  ['a probe', '/healthz'],
];

describe('Whatever a portal in production answers', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({}, { production: true });
  });
  after(() => app.close());

  for (const [what, path, asked] of answers) {
    it(`is told to the browser as what it is, and for this portal alone: ${what}`, async () => {
      const { headers, statusCode = 0 } = await app.open(path, asked);
      const policy = String(headers['content-security-policy']).split(';');
      expect(policy).to.include.members([
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ]);
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['referrer-policy']).to.be.oneOf(['same-origin', 'no-referrer']);
      expect(headers['strict-transport-security']).to.match(/^max-age=(31536000|63072000)/);
      expect(headers).to.not.have.any.keys('server', 'x-powered-by');
      if (statusCode !== 301 && statusCode !== 302)
        expect(headers['content-type']).to.match(/^(text\/html|application\/json); charset=utf-8$/);
    });

    it(`is for no other site to read: ${what}`, async () => {
      const { headers } = await app.open(path, {
        ...asked,
        headers: { ...asked?.headers, origin: 'https://otra.example' },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).to.deep.equal([]);
    });
  }

  for (const path of ['/login/', '/nada', '/api/v1/me'])
    it(`is kept by nobody when it may be about a person: ${path}`, async () => {
      expect((await app.open(path)).headers['cache-control']).to.equal('no-store');
    });

  it('sets cookies for HTTPS and this host only, which no script reads and no other site sends with a form', async () => {
    const { cookies } = await app.ask('/login/', { headers: { cookie: '__Host-censo-session=no es una' } });
    expect(cookies).to.have.length.greaterThan(1);
    for (const cookie of cookies) {
      const attributes = cookie.toLowerCase().split('; ').slice(1);
      expect(cookie).to.match(/^__Host-censo-/);
      expect(attributes).to.include.members(['path=/', 'secure', 'httponly', 'samesite=lax']);
      expect(attributes.join()).not.to.include('domain');
    }
  });

  it('says nothing of itself to TRACE, nor to a method that nobody has', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'DELETE', 'PUT']) {
      const { status, text } = await app.ask('/login/', { method, headers: { 'x-secreto': 'no-lo-repita' } });
      expect(status, method).to.be.within(400, 499);
      expect(text).not.to.include('no-lo-repita');
    }
  });
});
