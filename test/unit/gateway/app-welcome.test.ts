import { expect } from 'chai';
import { accessTable } from '../../support/access-table.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';
import { personWith } from './support/views.ts';

const names: Record<string, string> = { ABCD2345: 'Lucía', HACK2345: '"><script>alert(1)</script>' };

/** What a tag of the head says, as it is written. */
const said = (html: string, property: string): string | undefined =>
  new RegExp(`<(?:meta|link) (?:property|name|rel)="${property}" (?:content|href)="([^"]*)">`).exec(
    html,
  )?.[1];

describe('A stranger at the door', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp(
      {
        'accounts.session': () => ({ user: personWith(), passport: 'a passport' }),
        'accounts.referrer': ({ code }: { code: string }) =>
          names[code] === undefined ? null : { firstName: names[code] },
        'accounts.referralCounts': () => ({ todos: 0 }),
        'census.view': () => null,
      },
      { publicUrls: [new URL('https://censo.example.co')] },
    );
  });
  after(() => app.close());

  const open = (path: string, headers: Record<string, string> = {}) =>
    app.ask(path, { headers: { host: 'censo.example.co', 'x-forwarded-proto': 'https', ...headers } });

  it('is told what it is, that it is free and not official, and by whom, without a service being asked', async () => {
    const { status, text, cookies } = await open('/');
    expect(status).to.equal(200);
    for (const line of [
      '<h1 id="pregunta">¿Dónde voto?</h1>',
      'Es gratis',
      'No es un sitio oficial',
      'Organización de demostración',
      'NIT 900.000.000-0',
      'href="mailto:datos@example.org"',
      'href="https://consultacenso.registraduria.gov.co/consultar/"',
      '<a href="/register/" class="button">',
      '<a href="/login/" class="button outline">',
      '<a href="/estado/">',
    ])
      expect(text).to.include(line);
    expect(text.match(/<li><h3>/g)).to.have.lengthOf(3);
    expect(app.calls('accounts.session')).to.deep.equal([]);
    expect(cookies, 'nothing is kept of who only looks').to.deep.equal([]);
  });

  it('needs no script for it', async () => {
    expect((await open('/')).text).not.to.include('<script');
    expect((await open('/login/')).text).to.include('<script type="module"');
  });

  it('is greeted in the name of who invites, and brings the code along without a cookie', async () => {
    const { text } = await open('/?ref=ABCD2345');
    expect(text).to.include('Le invita <strong>Lucía</strong>');
    expect(text).to.include('<a href="/register/?ref=ABCD2345" class="button">');
    expect((await open('/register/?ref=ABCD2345')).text).to.include(
      'Le invita <strong>Lucía</strong>. Solo ve sus datos si usted lo autoriza.',
    );
    expect((await open('/register/')).text).not.to.include('Solo ve sus datos');
  });

  it('is somebody else than who is logged in, who goes home', async () => {
    const { text } = await open('/', { cookie: `censo-session=${'a'.repeat(43)}` });
    expect(text).not.to.include('id="pregunta"');
    expect(app.calls('accounts.session')).to.have.lengthOf(1);
  });

  describe('and a chat that shows a link', () => {
    for (const path of ['/', '/register/'])
      it(`has a picture, a title and whole addresses for ${path}`, async () => {
        const { text } = await open(path);
        expect(said(text, 'og:title')).to.equal('¿Dónde voto? Conozca su puesto de votación');
        expect(said(text, 'og:url')).to.equal(`https://censo.example.co${path}`);
        expect(said(text, 'og:image')).to.equal('https://censo.example.co/assets/share.png');
        expect([said(text, 'og:image:width'), said(text, 'og:image:height')]).to.deep.equal(['1200', '630']);
        expect(said(text, 'description')).to.equal(said(text, 'og:description'));
        expect(said(text, 'canonical')).to.equal(`https://censo.example.co${path}`);
        expect(said(text, 'robots')).to.equal(undefined);
      });

    for (const path of ['/', '/register/'])
      it(`says at ${path} who invites, by the first name alone, and keeps searches from it`, async () => {
        const { text } = await open(`${path}?ref=ABCD2345`);
        expect(said(text, 'og:title')).to.equal('Lucía le invita a conocer su puesto de votación');
        expect(said(text, 'og:url')).to.equal(`https://censo.example.co${path}?ref=ABCD2345`);
        expect(said(text, 'canonical')).to.equal(undefined);
        expect(said(text, 'robots')).to.equal('noindex');
      });

    it('takes no name for more than a text', async () => {
      const { text } = await open('/register/?ref=HACK2345');
      expect(text).to.include('&lt;script&gt;').and.not.to.include('<script>');
    });

    it('is shown nothing of any other page', async () => {
      for (const path of ['/login/', '/recuperar/', '/no-existe/']) {
        const { text } = await open(path);
        expect(said(text, 'og:title'), path).to.equal(undefined);
        expect(said(text, 'robots'), path).to.equal('noindex');
      }
    });
  });

  describe('and a program that goes over sites', () => {
    let rules: { allows: boolean; path: string }[];
    before(async () => {
      const { text } = await open('/robots.txt');
      expect(text).to.match(/^User-agent: \*\n/);
      rules = [...text.matchAll(/^(Allow|Disallow): (\S+)$/gm)].map(([, verb, path = '']) => ({
        allows: verb === 'Allow',
        path,
      }));
    });

    /** RFC 9309: the longest rule that fits counts. */
    const mayRead = (path: string): boolean => {
      const fitting = rules.filter((rule) =>
        rule.path.endsWith('$') ? path === rule.path.slice(0, -1) : path.startsWith(rule.path),
      );
      return fitting.toSorted((a, b) => b.path.length - a.path.length)[0]?.allows ?? true;
    };

    it('may read what is about nobody, and nothing else of all that the portal has', () => {
      const read = new Set(accessTable.map(({ path }) => path).filter(mayRead));
      expect([...read].toSorted()).to.deep.equal([
        '/',
        '/estado/',
        '/politica-de-datos/',
        '/politica-de-datos/:version/',
        '/register/',
      ]);
    });

    it('may show who invites, and the pictures', () => {
      for (const path of ['/?ref=ABCD2345', '/register/?ref=ABCD2345', '/assets/share.x.png', '/favicon.ico'])
        expect(mayRead(path), path).to.equal(true);
      for (const path of ['/login/?next=/perfil/', '/verificar/?codigo=1', '/admin/'])
        expect(mayRead(path), path).to.equal(false);
    });
  });
});
