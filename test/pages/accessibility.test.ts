import { expect } from 'chai';
import type { Page } from 'playwright';
import { eventually } from '../support/eventually.ts';
import { axeProblems } from '../support/pages/axe.ts';
import { openPage } from '../support/pages/browser.ts';
import { everyPage } from '../support/pages/every-page.ts';
import { htmlProblems } from '../support/pages/html.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Pages with their headings, by who opens them. */
const pages = {
  nobody: { ...everyPage.nobody, '/no-existe/': /./ },
  person: { ...everyPage.person, '/logout/': /./ },
  admin: {
    ...everyPage.admin,
    '/': /./,
    '/referidos/?q=nadie': 'Referidos',
    '/referidos/exportar/': 'Descargar referidos',
    '/referidos/planilla/': /./,
  },
} satisfies Record<keyof typeof everyPage, Record<string, string | RegExp>>;
type Visitor = keyof typeof pages;

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

inBothModes(
  'Every page',
  null,
  (system) => {
    const clients = new Map<Visitor, Client>();
    before(async () => {
      const person = createClient(system().origin);
      const leader = createClient(system().origin);
      const { referralCode } = (await leader.login(admin)).body.user;
      await person.register({ cedula: newCedula('00'), ref: referralCode });
      await person.censusIn(['ACTIVE']);
      clients.set('person', person).set('admin', leader);
    });

    const openAs = async (visitor: Visitor, colorScheme: 'light' | 'dark'): Promise<Page> => {
      // Colours that are still on their way to others would be measured in the middle of it.
      const page = await openPage({ colorScheme, reducedMotion: 'reduce' });
      const client = clients.get(visitor);
      if (client !== undefined) await adoptSession(page, system().origin, client.cookie());
      return page;
    };

    for (const [visitor, places] of Object.entries(pages) as [Visitor, Record<string, string | RegExp>][]) {
      it(`opens as wide as a phone and as a desktop, and has no fault and nothing that axe finds wrong, neither in light nor in dark, for ${visitor}`, async () => {
        const page = await openAs(visitor, 'light');
        const faults: string[] = [];
        page.on('pageerror', ({ message }) => faults.push(message));
        page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
        const problems: Record<string, string[]> = {};
        for (const [path, heading] of Object.entries(places)) {
          const isThere = path !== '/no-existe/';
          await page.emulateMedia({ colorScheme: 'light' });
          const earlier = faults.length;
          const reply = await page.goto(system().origin + path);
          expect(reply?.status(), path).to.equal(isThere ? 200 : 404);
          // The browser itself says that a page is not there.
          if (!isThere) faults.length = earlier;
          await page.getByRole('heading', { level: 1, name: heading }).waitFor();
          const wide = () => page.evaluate<number>('document.documentElement.scrollWidth');
          expect(await wide(), path).to.be.at.most(PHONE.width);
          const found = await axeProblems(page);
          // The same page in other colours: nothing else about it is different.
          await page.emulateMedia({ colorScheme: 'dark' });
          found.push(...(await axeProblems(page, ['color-contrast'])).map((line) => `in dark: ${line}`));
          if (found.length > 0) problems[path] = found;
          // No script asks how wide a page is: a desktop's is this one.
          await page.setViewportSize(DESKTOP);
          await page.getByRole('heading', { level: 1, name: heading }).waitFor();
          expect(await wide(), path).to.be.at.most(DESKTOP.width);
          await page.setViewportSize(PHONE);
        }
        expect(problems).to.deep.equal({});
        expect(faults).to.deep.equal([]);
        await page.context().close();
      });

      it(`is valid HTML, for ${visitor}`, async () => {
        const problems: Record<string, string[]> = {};
        for (const path of Object.keys(places)) {
          const headers = { cookie: clients.get(visitor)?.cookie() ?? '' };
          const found = await htmlProblems(await (await fetch(system().origin + path, { headers })).text());
          if (found.length > 0) problems[path] = found;
        }
        expect(problems).to.deep.equal({});
      });
    }

    it('has nothing to find on the way to a refresh of many, nor on a person’s pages', async () => {
      const page = await openAs('admin', 'dark');
      await page.goto(`${system().origin}/referidos/`);
      await page.locator('summary', { hasText: 'Detalle' }).first().click();
      expect(await axeProblems(page), 'a row’s detail').to.deep.equal([]);
      const again = page.getByRole('button', { name: /^Volver a consultar a/ });
      await eventually('the list counts an answer', async () => {
        await page.reload();
        return (await again.count()) === 1;
      });
      await again.click();
      await page.getByRole('heading', { name: /Volver a consultar|Ninguna/ }).waitFor();
      expect(await axeProblems(page), 'the confirmation').to.deep.equal([]);
      expect(await htmlProblems(await page.content())).to.deep.equal([]);
      for (const list of ['/referidos/', '/admin/usuarios/']) {
        await page.goto(system().origin + list);
        const link = page.locator('main a[href*="/referido/"], main a[href^="/admin/usuarios/"][href$="/"]');
        const href = (await link.first().getAttribute('href')) ?? '';
        await page.goto(system().origin + href);
        expect(await axeProblems(page), href).to.deep.equal([]);
        expect(await htmlProblems(await page.content()), href).to.deep.equal([]);
      }
      await page.context().close();
    });

    it('shows mistakes and menus that axe finds nothing wrong with either', async () => {
      const page = await openAs('nobody', 'dark');
      await page.goto(`${system().origin}/register/`);
      await page.getByRole('button', { name: 'Registrarme' }).click();
      await page.getByText('Escriba su cédula.').waitFor();
      expect(await axeProblems(page)).to.deep.equal([]);
      await page.context().close();

      const home = await openAs('person', 'light');
      await home.goto(system().origin);
      await home.getByText('Más', { exact: true }).click();
      await home.getByText('Código QR', { exact: true }).click();
      expect(await axeProblems(home)).to.deep.equal([]);
      await home.context().close();
    });

    it('asks a stranger’s browser for less than 45 KB, the page among them', async () => {
      const get = (path: string) => fetch(system().origin + path, { headers: { 'accept-encoding': 'gzip' } });
      const lengthOf = (reply: Response) => Number(reply.headers.get('content-length'));
      const reply = await get('/');
      const html = await reply.text();
      // What only a chat fetches has a whole address.
      const assets = [...new Set(html.match(/(?<=(?:href|src)=")\/assets\/[^"]+/g))];
      expect(assets.join(' '))
        .to.match(/styles.*css/)
        .and.match(/webmanifest/);
      let total = lengthOf(reply);
      expect(total).to.be.above(1_000);
      for (const path of assets) total += lengthOf(await get(path));
      console.log(`      first visit: the page and ${assets.length} files, ${total} bytes compressed`);
      expect(total).to.be.below(45_000);
    });

    it('asks a browser for less than 100 KB of compressed assets', async () => {
      const headers = { cookie: clients.get('person')?.cookie() ?? '', 'accept-encoding': 'gzip' };
      const html = await (await fetch(`${system().origin}/perfil/`, { headers })).text();
      const assets = [...new Set(html.match(/\/assets\/[^"]+/g))];
      expect(assets).to.have.lengthOf.at.least(3);
      const sizes = await Promise.all(
        assets.map(async (path) => {
          const reply = await fetch(system().origin + path, { headers });
          return Number(reply.headers.get('content-length'));
        }),
      );
      const total = sizes.reduce((sum, size) => sum + size, 0);
      console.log(`      assets of the profile page: ${assets.length} files, ${total} bytes compressed`);
      expect(total).to.be.within(1_000, 100_000);
    });
  },
  ['embedded'],
);
