import { expect } from 'chai';
import { accessTable, exempt } from '../../../support/access-table.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';

const pages = accessTable.filter(
  ({ method, path }) => method === 'GET' && path.endsWith('/') && path !== '/',
);
const forms = accessTable.filter(({ method, path }) => method === 'POST' && path.endsWith('/'));
const api = accessTable.filter(({ path }) => path.startsWith('/api/') && !path.includes('?'));
const filled = (path: string): string => path.replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-aaaaaaaaaaaa');

/** A path that stands alone would be read as a host by whoever parses the request. */
const QUERY = '?ref=ABCD2345&utm_source=chat%20de%20barrio';

describe('An address that is not quite ours', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({});
  });
  after(() => app.close());

  describe('leads to the page that is meant, with its query:', () => {
    for (const { path } of pages) {
      it(path, async () => {
        const page = filled(path);
        const bare = page.slice(0, -1);
        for (const given of [
          bare,
          bare.toUpperCase(),
          page.toUpperCase(),
          `/${bare}`,
          `//${page}`,
          page.replaceAll('/', '//'),
          `${page}/`,
          `${page}index.html`,
          `${page}index.htm`,
          `${bare}.`,
          `${page}).`,
          `${bare}%20`,
          `${page}%E2%80%8B`,
        ]) {
          const told = await app.ask(given + QUERY);
          expect([given, told.status, told.location]).to.deep.equal([given, 301, page + QUERY]);
        }
        expect((await app.ask(bare, { method: 'HEAD' })).location, 'asked with HEAD').to.equal(page);
      });
    }
  });

  it('keeps a query whose question mark a chat has encoded', async () => {
    for (const given of ['/register/%3Fref=ABCD2345', '/register%3Fref%3DABCD2345'])
      expect((await app.ask(given)).location, given).to.equal('/register/?ref=ABCD2345');
    expect((await app.ask('/register%3Fref=A?utm=b')).location).to.equal('/register/?ref=A&utm=b');
  });

  it('leads home as well', async () => {
    for (const given of ['//', '/index.html', '/INDEX.HTML', '/index.php', '///'])
      expect((await app.ask(`${given}?a=1`)).location, given).to.equal('/?a=1');
  });

  it('leads nowhere when more stands behind it than a sentence leaves', async () => {
    expect((await app.ask(`/register/${'.'.repeat(400)}`)).location).to.equal('/register/');
    expect((await app.ask(`/register/${'.'.repeat(500)}`)).status).to.equal(404);
    expect((await app.ask(`/${'.'.repeat(12_000)}x`)).status).to.equal(404);
  });

  it('leads to a file without the slash that it never had', async () => {
    expect((await app.ask('/referidos/exportar.csv/')).location).to.equal('/referidos/exportar.csv');
    expect((await app.ask('/Referidos/Exportar.XLSX')).location).to.equal('/referidos/exportar.xlsx');
  });

  describe('takes a form as if it were sent to the right one:', () => {
    for (const path of [...forms.map((form) => form.path), '/logout/']) {
      it(path, async () => {
        const page = filled(path);
        for (const given of [page, page.slice(0, -1), page.toUpperCase(), `/${page}`]) {
          const told = await app.ask(given, { method: 'POST' });
          // Without its token; an address that is not there would be a 404.
          expect([given, told.status, told.location]).to.deep.equal([given, 403, null]);
        }
      });
    }
  });

  describe('answers a program at once, which may not follow:', () => {
    for (const { method, path } of api) {
      it(`${method} ${path}`, async () => {
        const expected = await app.ask(filled(path), { method });
        for (const given of [`${filled(path)}/`, filled(path).toUpperCase(), `/${filled(path)}`])
          expect([given, await app.ask(given, { method })]).to.deep.equal([given, expected]);
      });
    }
  });

  it('is answered at once at the places that orchestrators ask', async () => {
    for (const path of exempt.filter((route) => /^GET \/\w+z$/.test(route)).map((route) => route.slice(4)))
      for (const given of [`${path}/`, path.toUpperCase()])
        expect((await app.ask(given)).status, given).to.equal((await app.ask(path)).status);
  });

  it('never leads to another site, whatever it is', async () => {
    for (const given of [
      '//evil.example',
      '//evil.example/',
      '//evil.example/register',
      '/\\evil.example/register',
      '/%5Cevil.example',
      '/%2F%2Fevil.example/',
      '//evil.example/%2e%2e',
      '/register/..//evil.example',
      '///evil.example//register',
      '/http://evil.example/register',
      '/%0d%0aLocation:%20http://evil.example',
    ]) {
      const told = await app.ask(given);
      expect([given, told.status, told.location]).to.deep.equal([given, 404, null]);
    }
  });

  it('is not found when nothing like it is there, or only a form', async () => {
    for (const given of ['/registro', '/registers/', '/admin/', '/admin/consultas/pausar', '/assets/app.js'])
      expect((await app.ask(given)).status, given).to.equal(404);
  });
});
