import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright';
import type { User } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { countStreams } from '../support/pages/count-streams.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { type Client, createClient, hasComeToRest, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Takes the page's own second look away, so that only the stream can bring an answer. */
const ONLY_STREAM = 'window.setInterval = () => 0';

inBothModes(
  'A page that lives',
  'eager',
  (system) => {
    const at = (path: string) => system().origin + path;
    const contexts = new Set<BrowserContext>();
    beforeEach(() => system().simulator.setDelay(300));
    afterEach(async () => {
      await Promise.all([...contexts].map((context) => context.close()));
      contexts.clear();
    });

    const openAs = async (client: Client, options: Parameters<typeof openPage>[0] = {}): Promise<Page> => {
      const page = await openPage(options);
      contexts.add(page.context());
      await adoptSession(page, system().origin, client.cookie());
      return page;
    };
    /** Ana, who has her answer, and who referred her. */
    let leader: Client;
    let ana: Client;
    let cedula: string;
    let anasId: string;
    before(async () => {
      leader = createClient(system().origin);
      ana = createClient(system().origin);
      cedula = newCedula('00');
      const { referralCode: ref } = (await leader.login(admin)).body.user;
      const registered = await ana.register({ cedula, nombreCompleto: 'Ana María Ñáñez', ref });
      anasId = registered.body.user.id;
      await ana.censusIn(['ACTIVE']);
    });
    const anasRow = () => at(`/referidos/?q=${cedula}`);
    const versionOn = (page: Page) => page.locator('[data-person]').getAttribute('data-version').then(Number);
    /** Has her looked up anew, until each page shows the new answer. */
    const refreshAna = async (pages: readonly Page[], what: string): Promise<void> => {
      const before = (await ana.census())?.version ?? 0;
      await eventually('a refresh is taken', async () => {
        const { status } = await leader.post(`/referrals/${anasId}/refresh`);
        return status === 202;
      });
      for (const page of pages)
        await eventually(what, async () => {
          const shown = (await versionOn(page)) > before;
          return shown && (await badgeOf(page).textContent())?.includes('Habilitada');
        });
    };
    const badgeOf = (page: Page) => page.locator('[data-person] .badge');
    const isLive = (page: Page) => page.locator('#offline').waitFor({ state: 'hidden' });

    it('has seven tabs that all load and live on one stream', async () => {
      const first = await openAs(leader);
      const streams = countStreams(first.context());
      const tabs = [first];
      for (let n = 1; n < 7; n += 1) tabs.push(await first.context().newPage());
      for (const tab of tabs) {
        await tab.addInitScript(ONLY_STREAM);
        await tab.goto(anasRow());
      }
      await refreshAna(tabs, 'each tab follows');
      expect(streams()).to.equal(1);
    });

    it('takes over when the tab with the stream is closed, or frozen', async () => {
      const closed = await openAs(leader);
      const streams = countStreams(closed.context());
      await closed.goto(anasRow());
      await eventually('there is a stream', () => streams() === 1);
      const [frozen, last] = [await closed.context().newPage(), await closed.context().newPage()];
      for (const page of [frozen, last]) {
        await page.addInitScript(ONLY_STREAM);
        await page.goto(anasRow());
      }
      await closed.close();
      await eventually('another tab has a stream', () => streams() === 1);
      await refreshAna([frozen], 'a tab follows after the first was closed');
      expect(streams()).to.equal(1);

      // Chromium freezes none of a test's tabs, even when told to: this one only hears that it is frozen.
      await frozen.evaluate("document.dispatchEvent(new Event('freeze'))");
      await eventually('only the last tab has a stream', () => streams() === 1 && streams(last) === 1);
      await refreshAna([last], 'a tab follows after another was frozen');
    });

    it('says that it is not live, and misses no answer while the portal starts again', async () => {
      const page = await openAs(leader);
      await page.addInitScript(ONLY_STREAM);
      await page.goto(anasRow());
      const version = await versionOn(page);
      await isLive(page);
      await system().kill('censo');
      await page.getByText('Sin conexión en vivo').waitFor();
      await system().start('censo');
      expect((await leader.post(`/referrals/${anasId}/refresh`)).status).to.equal(202);
      await page.locator(`[data-person].good:not([data-version="${version}"])`).waitFor();
      await isLive(page);
    });

    it('says at once that the device has no network, and looks when it has', async () => {
      const page = await openAs(ana);
      await page.goto(at('/perfil/'));
      await isLive(page);
      await page.context().setOffline(true);
      await page.getByText('Sin conexión en vivo').waitFor();
      const look = page.waitForRequest((request) => request.url() === at('/perfil/'));
      await page.context().setOffline(false);
      await look;
      await isLive(page);
    });

    it('looks by itself where there are no event streams', async () => {
      const release = system().simulator.hold();
      const person = createClient(system().origin);
      await person.register({ cedula: newCedula('00') });
      const page = await openAs(person);
      // Ten seconds, shortened.
      await page.addInitScript(`delete window.EventSource;
        const every = window.setInterval; window.setInterval = (work, ms) => every(work, ms / 20)`);
      await page.goto(at('/perfil/'));
      await badgeOf(page).getByText('Verificando').waitFor();
      release();
      await badgeOf(page).getByText('Cédula habilitada').waitFor();
      expect(await page.locator('#offline').isVisible()).to.equal(false);
    });

    it('refreshes without leaving the page, announces that answer and no other', async () => {
      const page = await openAs(leader);
      await page.goto(anasRow());
      let loads = 0;
      page.on('load', () => {
        loads += 1;
      });
      const toast = page.locator('.toast');
      await page.locator('[data-person] [data-refresh]:not(:disabled)').click();
      // In the place of what was said when it was asked for.
      await toast.getByText('La respuesta de Ana ya llegó: Habilitada').waitFor();
      expect([await toast.count(), loads]).to.deep.equal([1, 0]);
      expect(await page.locator('.toasts').getAttribute('aria-live')).to.equal('polite');
      await toast.getByRole('button', { name: 'Cerrar aviso' }).click();

      await refreshAna([page], 'the row follows');
      expect(await toast.count()).to.equal(0);
    });

    it('says how long to wait when a refresh comes too soon', async () => {
      const page = await openAs(leader);
      await page.route('**/refresh', (route) =>
        route.fulfill({
          status: 429,
          json: { error: { code: 'cooldown', message: 'Puede actualizar de nuevo en 7 segundos.' } },
        }),
      );
      await page.goto(anasRow());
      await page.locator('[data-person] [data-refresh]:not(:disabled)').click();
      await page.locator('.toast.bad').getByText('Puede actualizar de nuevo en 7 segundos.').waitFor();
    });

    it('keeps what was ticked and where the focus was when a row changes', async () => {
      // Whoever has an answer is not offered: another one is ticked than the one that changes.
      const berta = createClient(system().origin);
      const { referralCode: ref } = (await leader.get<{ user: User }>('/me')).body.user;
      await berta.register({ cedula: newCedula('04'), nombreCompleto: 'Berta Ñáñez', ref });
      await eventually('she has come to rest', async () => {
        const view = await berta.census();
        return view !== null && hasComeToRest(view);
      });
      const page = await openAs(leader);
      await page.goto(at('/referidos/?q=nanez'));
      const rowOf = (name: string) => page.locator('[data-person]', { hasText: name });
      const box = rowOf('Berta').getByRole('checkbox');
      await box.check();
      const link = rowOf('Ana María').getByRole('link', { name: 'Ana María Ñáñez' });
      await link.focus();
      await page.locator('#q').evaluate((field: { value: string }) => {
        field.value = 'a medio escribir';
      });
      const version = async () => Number(await rowOf('Ana María').getAttribute('data-version'));
      const before = await version();
      await eventually('a refresh is taken', async () => {
        const { status } = await leader.post(`/referrals/${anasId}/refresh`);
        return status === 202;
      });
      await eventually('the row follows', async () => (await version()) > before);
      expect(await box.isChecked()).to.equal(true);
      expect(await link.evaluate((shown) => shown.matches(':focus'))).to.equal(true);
      expect(await page.locator('#q').inputValue()).to.equal('a medio escribir');
    });

    it('exchanges a part that counts everybody, and keeps what was opened and is being typed', async () => {
      const page = await openAs(leader);
      let served = 0;
      await page.route(at('/perfil/'), async (route) => {
        // Without saying what it has: the whole page.
        const { 'censo-tiene': _, ...headers } = route.request().headers();
        const response = await route.fetch({ headers });
        served += 1;
        const part = (name: string, more: string) =>
          `<section id="${name}" data-part data-h="${name}-${served}" data-follows="all"><p>visto ${served}</p>${more}</section>`;
        const body = (await response.text()).replace(
          '</main>',
          `${part('abierta', '<details><summary>Más</summary></details>')}
          ${part('escrita', '<label for="nota">Nota</label><input id="nota">')}</main>`,
        );
        await route.fulfill({ response, body });
      });
      await page.goto(at('/perfil/'));
      await page.locator('#abierta summary').click();
      await page.getByLabel('Nota').pressSequentially('a medio');
      const seen = await page.locator('#escrita p').textContent();
      const changed = (await ana.census())?.version ?? 0;
      await eventually('a refresh is taken', async () => {
        const { status } = await leader.post(`/referrals/${anasId}/refresh`);
        return status === 202;
      });
      await eventually('she was looked up', async () => ((await ana.census())?.version ?? 0) > changed);
      await eventually(
        'the part is newer',
        async () => (await page.locator('#abierta p').textContent()) !== seen,
      );
      expect(await page.locator('#abierta details').getAttribute('open')).to.equal('');
      expect(await page.getByLabel('Nota').inputValue()).to.equal('a medio');
      expect(await page.locator('#escrita p').textContent()).to.equal(seen);
    });

    for (const width of [390, 1280])
      it(`does not jump when the answer comes, ${width} pixels wide`, async () => {
        const release = system().simulator.hold();
        const person = createClient(system().origin);
        await person.register({ cedula: newCedula('00') });
        const page = await openAs(person, { viewport: { width, height: 844 } });
        await page.addInitScript(`window.shifts = [];
          new PerformanceObserver((list) => {
            for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) shifts.push(value);
          }).observe({ type: 'layout-shift', buffered: true })`);
        await page.goto(at('/perfil/'));
        await badgeOf(page).getByText('Verificando').waitFor();
        release();
        await badgeOf(page).getByText('Cédula habilitada').waitFor();
        await page.getByText('Respuesta recibida').waitFor();
        // Two frames: shifts are told after they were painted.
        await page.evaluate(
          'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        const shifts = (await page.evaluate('shifts')) as number[];
        const total = shifts.reduce((sum, value) => sum + value, 0);
        expect(total).to.be.lessThan(0.02);
      });
  },
  ['embedded'],
);
