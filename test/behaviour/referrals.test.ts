import { expect } from 'chai';
import pg from 'pg';
import type { Page } from 'playwright';
import type { User } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { type Client, createClient, newCedula, settled } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { databaseUrlOf } from '../support/system/portal-database.ts';

const PASSWORD = 'una-clave-larga';
const phone = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
const desk = { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false };

inBothModes(
  'The list of referrals',
  null,
  (system) => {
    let coordinator: User;
    let leader: User;
    let people: { client: Client; user: User }[];

    const join = async (nombreCompleto: string, suffix: string, ref?: string) => {
      const client = createClient(system().origin);
      const person = { cedula: newCedula(suffix), nombreCompleto, ...(ref === undefined ? {} : { ref }) };
      return { client, user: (await client.register(person)).body.user };
    };

    before(async () => {
      coordinator = (await join('Carla Coordina', '00')).user;
      leader = (await join('Lucía Líder', '00', coordinator.referralCode)).user;
      // No address of the portal makes the first COORDINATOR.
      const client = new pg.Client({ connectionString: await databaseUrlOf(system()) });
      await client.connect();
      for (const [{ id }, role] of [
        [coordinator, 'COORDINATOR'],
        [leader, 'LEADER'],
      ] as const)
        await client.query('update accounts.users set role = $1 where id = $2', [role, id]);
      await client.query(
        'insert into census.leaders (user_id, referrer_id, leads, as_of) values ($1, $2, true, now())',
        [leader.id, coordinator.id],
      );
      await client.end();
      people = [];
      for (const [name, suffix] of [
        ['Íngrid Núñez', '00'],
        ['José Peña Ávila', '02'],
        ['María José Rincón', '03'],
      ] as const)
        people.push(await join(name, suffix, leader.referralCode));
      for (const person of people) await person.client.censusIn(settled);
    });

    const enter = async (options: typeof desk, { cedula }: User): Promise<Page> => {
      const page = await openPage(options);
      await page.goto(`${system().origin}/login/`);
      await page.getByLabel('Cédula').fill(cedula);
      await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Ingresar' }).click();
      return page;
    };
    const open = (page: Page, path: string) => page.goto(system().origin + path);
    const names = (page: Page) => page.locator('tbody [data-name]').allTextContents();

    for (const [device, options] of [
      ['a phone', phone],
      ['a desktop', desk],
    ] as const) {
      describe(`on ${device}, without JavaScript`, () => {
        let page: Page;
        before(async () => {
          page = await enter(options, leader);
        });
        after(() => page.context().close());

        it('is narrowed by tabs that say how many there are', async () => {
          // The copy of a status comes a moment after the answer.
          await eventually('every status has been copied', async () => {
            await open(page, '/referidos/');
            return (await page.getByRole('link', { name: /^Pendientes 0$/ }).count()) === 1;
          });
          await page.getByRole('link', { name: 'Novedades 2' }).click();
          expect(await names(page)).to.have.members(['José Peña Ávila', 'María José Rincón']);
          expect(new URL(page.url()).search).to.equal('?status=novedades');

          await page.getByRole('link', { name: 'Errores 0' }).click();
          await page.getByRole('heading', { name: 'Nadie coincide con lo que busca' }).waitFor();
          await page.getByRole('link', { name: 'Ver todos' }).click();
          expect(await names(page)).to.have.lengthOf(3);
        });

        it('is searched without accents, and keeps the search, the order and the filter together', async () => {
          await open(page, '/referidos/?status=novedades');
          if (device === 'a phone') {
            await page.getByRole('button', { name: 'Filtros' }).click();
            await page.getByLabel('Orden').selectOption('name');
          } else await page.getByRole('link', { name: 'Nombre' }).click();
          await page.getByLabel('Buscar').fill('jose');
          await page.getByRole('button', { name: 'Aplicar' }).click();
          expect(await names(page)).to.deep.equal(['José Peña Ávila', 'María José Rincón']);

          await page.getByRole('link', { name: 'Encontrados 0' }).click();
          expect(Object.fromEntries(new URL(page.url()).searchParams)).to.deep.equal({
            ...{ status: 'encontrados', q: 'jose', sort: 'name' },
          });
          await open(page, '/referidos/?q=NUNEZ');
          expect(await names(page)).to.deep.equal(['Íngrid Núñez']);
        });

        it('is narrowed to a place, and sorted by it', async () => {
          await open(page, '/referidos/');
          if (device === 'a phone') await page.getByRole('button', { name: 'Filtros' }).click();
          const municipio = page.getByLabel('Municipio');
          const [, only] = await municipio.locator('option').all();
          const value = (await only?.getAttribute('value')) ?? '';
          expect(await only?.innerText()).to.match(/, .*\(1\)$/);
          await municipio.selectOption(value);
          await page.getByRole('button', { name: 'Aplicar' }).click();
          expect(new URL(page.url()).searchParams.get('municipio')).to.equal(value);
          expect(await names(page)).to.deep.equal(['Íngrid Núñez']);

          await open(page, '/referidos/?sort=mesa');
          expect((await names(page))[0]).to.equal('Íngrid Núñez');
        });

        it('opens the details of a person in their row, and their own page from there', async () => {
          await open(page, '/referidos/?q=ingrid');
          const details = page.getByRole('group').filter({ hasText: 'Puesto' });
          expect(await details.getByText('Dirección').isVisible()).to.equal(false);
          await page.locator('main summary').click();
          await details.getByText('Dirección').waitFor();
          await details.getByText('Respuesta recibida').waitFor();
          await page.getByRole('link', { name: 'Abrir la página completa' }).click();
          await page.getByRole('heading', { name: 'Íngrid Núñez' }).waitFor();
        });

        it('lets nobody choose whose answer hardly ever changes, and says why', async () => {
          await open(page, '/referidos/?q=rincon');
          const box = page.getByRole('checkbox', { name: 'Elegir a María José Rincón' });
          expect(await box.isDisabled()).to.equal(true);
          const why = await box.getAttribute('aria-describedby');
          expect(await page.locator(`#${why}`).textContent()).to.match(/^Su respuesta casi nunca cambia/);
        });

        it('is no wider than the screen', async () => {
          await open(page, '/referidos/');
          const width = await page.locator('html').evaluate((html) => html.scrollWidth);
          expect(width).to.be.at.most(options.viewport.width);
        });
      });
    }

    it('is read page by page, onwards and back to the beginning', async () => {
      const api = createClient(system().origin);
      await api.login({ cedula: leader.cedula, password: PASSWORD });
      const first = await api.get<{ items: unknown[]; next: string }>('/referrals?sort=name&limit=2');
      expect(first.body.items).to.have.lengthOf(2);
      const page = await enter(desk, leader);
      await open(page, `/referidos/?sort=name&cursor=${first.body.next}`);
      expect(await names(page)).to.deep.equal(['María José Rincón']);
      await page.getByRole('link', { name: 'Primera' }).click();
      expect(new URL(page.url()).search).to.equal('?sort=name');
      expect(await names(page)).to.have.lengthOf(3);
      await page.context().close();
    });

    it('comes back narrowed as it was after one person was refreshed', async () => {
      const page = await enter(desk, leader);
      await open(page, '/referidos/?q=ingrid&sort=name');
      await page.getByRole('button', { name: 'Actualizar a Íngrid Núñez' }).click();
      await page.getByText(/Pedimos una nueva consulta|Acaba de pedir una consulta/).waitFor();
      expect(new URL(page.url()).searchParams.get('q')).to.equal('ingrid');
      expect(await names(page)).to.deep.equal(['Íngrid Núñez']);
      await page.context().close();
    });

    it('of a LEADER is there for the COORDINATOR who referred them, to read only', async () => {
      const page = await enter(phone, coordinator);
      await open(page, '/referidos/');
      await page.getByRole('link', { name: 'Ver sus referidos: 3' }).click();
      await page.getByRole('heading', { name: 'Referidos de Lucía' }).waitFor();
      expect(await names(page)).to.have.lengthOf(3);
      expect(await page.getByRole('checkbox').count()).to.equal(0);
      expect(await page.getByRole('button', { name: /^Actualizar/ }).count()).to.equal(0);

      await page.getByRole('link', { name: 'Íngrid Núñez', exact: true }).click();
      await page.getByRole('heading', { name: 'Íngrid Núñez' }).waitFor();
      await page.getByRole('link', { name: 'Referidos de Lucía' }).click();
      await page.getByRole('link', { name: 'Sus referidos' }).click();
      expect(await names(page)).to.deep.equal(['Lucía Líder']);
      await page.context().close();

      const stranger = await join('Otra Persona', '00');
      const theirs = people[0]?.user.id;
      for (const path of [`/referidos/?lider=${leader.id}`, `/referido/${theirs}/`]) {
        const headers = { cookie: stranger.client.cookie() };
        expect((await fetch(system().origin + path, { headers })).status, path).to.equal(404);
      }
    });

    it('shows its owner a link to share while it is empty', async () => {
      const { user } = await join('Nueva Persona', '00');
      const page = await enter(phone, user);
      await open(page, '/referidos/');
      await page.getByRole('heading', { name: 'Todavía no ha referido a nadie' }).waitFor();
      expect(await page.getByLabel('Su enlace para invitar').inputValue()).to.include(user.referralCode);
      await page.context().close();
    });
  },
  ['embedded'],
);
