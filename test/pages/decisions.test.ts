import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright';
import { qrOf } from '../../services/gateway/ui/qr.ts';
import type { User } from '../../shared/contract/accounts.ts';
import type { BatchView } from '../../shared/contract/batches.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { heading, sound } from '../support/pages/sound.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const DECISIONS = '/mis-datos/autorizaciones/';
/** Takes the page's own second look away, so that only the stream can bring a change. */
const ONLY_STREAM = 'window.setInterval = () => 0';

inBothModes(
  'A person who changes their mind, on a telephone,',
  null,
  (system) => {
    const contexts = new Set<BrowserContext>();
    let chief: Client;
    before(async () => {
      chief = createClient(system().origin);
      await chief.login(admin);
    });
    afterEach(async () => {
      await chief.post('/admin/lookups/resume', {});
      await Promise.all([...contexts].map((context) => context.close()));
      contexts.clear();
    });

    const openAs = async (client: Client | null, javaScriptEnabled: boolean): Promise<Page> => {
      const page = await openPage({ javaScriptEnabled, acceptDownloads: true, reducedMotion: 'reduce' });
      contexts.add(page.context());
      if (client !== null) await adoptSession(page, system().origin, client.cookie());
      return page;
    };
    const at = (path: string) => `${system().origin}${path}`;
    const somebody = async (ref?: string): Promise<{ client: Client; user: User }> => {
      const client = createClient(system().origin);
      const given = { cedula: newCedula('00'), nombreCompleto: 'Inés Inventada', ...(ref && { ref }) };
      return { client, user: (await client.register(given)).body.user };
    };
    const keptOf = ({ id }: User) =>
      inDatabase(
        system(),
        `select user_id from census.records where user_id = $1 union all select user_id from census.attempts where user_id = $1`,
        [id],
      );

    for (const hasScripts of [true, false]) {
      const how = hasScripts ? 'with JavaScript' : 'without JavaScript';

      it(`withdraws in the middle of a lookup, whose answer comes nowhere, and gives it again by one tap, ${how}`, async () => {
        const release = system().simulator.hold();
        const { client, user } = await somebody();
        await client.censusIn(['PROCESSING']);
        const home = await openAs(client, hasScripts);
        await home.goto(at('/perfil/'));
        await home.getByText('Verificando').first().waitFor();

        const page = await openAs(client, hasScripts);
        await page.goto(at('/mis-datos/'));
        await page
          .getByRole('link', { name: /utorizaciones/ })
          .first()
          .click();
        const card = page.locator('#autorizacion-lookup');
        await card.getByRole('button', { name: /^Retirar/ }).click();
        await card.getByText('No autorizada', { exact: true }).waitFor();
        await sound(page, hasScripts);
        await eventually('the census keeps nothing', async () => (await keptOf(user)).length === 0);

        release();
        // Whoever comes after has an answer, so the lookup that was under way has ended.
        await (await somebody()).client.censusIn(['ACTIVE']);
        expect(await keptOf(user)).to.deep.equal([]);
        if (!hasScripts) await home.reload();
        await home.getByText('no ha autorizado la consulta').first().waitFor();
        expect(await home.getByText('Habilitada').count()).to.equal(0);

        await card.getByRole('button', { name: /^Autorizar/ }).click();
        await card.getByText('Autorizada', { exact: true }).waitFor();
        await client.censusIn(['ACTIVE']);
        if (!hasScripts) await home.reload();
        await home.getByText('Cédula habilitada para votar', { exact: true }).waitFor();
      });

      it(`erases their account in the middle of a batch: the row goes from a page that is open, and the count stays, ${how}`, async () => {
        const leader = createClient(system().origin);
        const leading = (await leader.register({ cedula: newCedula('00') })).body.user;
        await inDatabase(system(), `update accounts.users set role = 'LEADER' where id = $1`, [leading.id]);
        const [stays, goes] = [await somebody(leading.referralCode), await somebody(leading.referralCode)];
        for (const { client } of [stays, goes]) await client.censusIn(['ACTIVE']);
        expect((await chief.post('/admin/lookups/pause', { reason: 'Prueba' })).status).to.equal(204);
        const ids = [stays.user.id, goes.user.id];
        await eventually('both may be asked for again', async () => {
          const { body } = await leader.post<{ queued: number }>('/batches', { ids });
          return body.queued === 2 || (await batchOf(leader))?.waiting === 2;
        });

        const list = await openAs(leader, hasScripts);
        if (hasScripts) await list.addInitScript(ONLY_STREAM);
        await list.goto(at('/referidos/'));
        const row = (user: User) => list.locator(`[data-person="${user.id}"]`).first();
        await row(goes.user).waitFor();
        let loads = 0;
        list.on('load', () => {
          loads += 1;
        });

        const page = await openAs(goes.client, hasScripts);
        await page.goto(at('/mis-datos/borrar/'));
        await page.getByRole('button', { name: 'Borrar mi cuenta' }).click();
        await page.locator('#confirmo-error').waitFor();
        await sound(page, hasScripts);
        await page.getByLabel('Entiendo que no se puede deshacer').check();
        await page.getByRole('button', { name: 'Borrar mi cuenta' }).click();
        await heading(page, 'Sus datos quedaron borrados');
        await sound(page, hasScripts);

        if (!hasScripts) await list.reload();
        await row(goes.user).waitFor({ state: 'detached' });
        await row(stays.user).waitFor();
        expect(Number(await list.locator('.tabs .count').first().innerText())).to.equal(2);
        expect(loads, 'reloads').to.equal(hasScripts ? 0 : 1);
        await chief.post('/admin/lookups/resume', {});
        await eventually(
          'the batch ends without them',
          async () => (await batchOf(leader))?.finishedAt != null,
        );
      });
    }

    it('takes their receipt with them, which anybody can check by its code without a login', async () => {
      const { client, user } = await somebody();
      const page = await openAs(client, false);
      await page.goto(at(DECISIONS));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Descargarla (JSON)' }).click(),
      ]);
      expect(download.suggestedFilename()).to.match(/\.json$/);
      const file = await readFile(await download.path(), 'utf8');

      await page.getByRole('link', { name: 'Ver la constancia' }).click();
      await heading(page, 'Constancia de sus autorizaciones');
      expect(await page.locator('main').innerText())
        .to.include('NIT')
        .and.not.match(/\bhoy\b/);
      const link = (await page.getByRole('link', { name: 'Comprobarla' }).getAttribute('href')) ?? '';
      expect(link).to.match(/^http/);
      const drawn = await page.locator('figure.qr svg path[fill=black]').getAttribute('d');
      expect(qrOf(link, 'L'), 'the code is the link').to.include(drawn);

      const stranger = await openAs(null, false);
      await stranger.goto(link);
      expect(await stranger.locator('#resultado').innerText()).to.match(
        /^Válida: este portal la emitió el \d+ de \w+ de \d{4}\.$/,
      );
      await sound(stranger, false);
      for (const secret of [user.cedula, user.cedula.slice(-4), 'Inés'])
        expect(await stranger.content()).not.to.include(secret);
      await stranger.getByLabel('Código, enlace o archivo').fill(file.replace('"lookup"', '"sharing"'));
      await stranger.getByRole('button', { name: 'Verificar' }).click();
      await stranger.getByText('No es válida').waitFor();
      await stranger.getByLabel('Código, enlace o archivo').fill(file);
      await stranger.getByRole('button', { name: 'Verificar' }).click();
      await stranger.getByText('Válida:').waitFor();
    });

    const batchOf = async (leader: Client): Promise<BatchView | null> =>
      (await leader.get<{ batch: BatchView | null }>('/batches/current')).body.batch;
  },
  ['embedded'],
);
