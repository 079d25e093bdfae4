import { expect } from 'chai';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, logOut } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { type PlayedBrowser, playBrowser } from '../support/push/browser.ts';
import { playedManager } from '../support/push/played-manager.ts';
import { type PlayedPushService, startPushService } from '../support/push/push-service.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Everything that a page's origin keeps: names of caches and what is in them, and workers. */
const KEPT = `(async () => {
  const names = await caches.keys();
  const inside = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
  const workers = await navigator.serviceWorker.getRegistrations();
  return { kept: inside.flat().map((path) => path.replace(/\\.[\\w-]+\\.css$/, '.css')).sort(), workers: workers.length };
})()`;

const NOTED = `(() => {
  self.noted = { shown: [], opened: [] };
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag }) => void noted.shown.push({ title, body, tag });
  Clients.prototype.openWindow = async (address) => void noted.opened.push(address);
})()`;
const TOUCHED = `dispatchEvent(Object.assign(new ExtendableEvent('notificationclick'), { notification: { close() {} } }))`;

inBothModes('A browser whose page is closed', null, (system) => {
  const at = (path: string) => system().origin + path;
  const contexts = new Set<BrowserContext>();
  let service: PlayedPushService;
  let browser: PlayedBrowser;
  before(async () => {
    service = await startPushService();
  });
  after(() => service.close());
  beforeEach(() => {
    browser = playBrowser();
    service.heard.length = 0;
  });
  afterEach(async () => {
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
  });

  const open = async (cookie: string): Promise<Page> => {
    const page = await openPage({ serviceWorkers: 'allow' });
    contexts.add(page.context());
    await page.addInitScript(playedManager(browser.subscription(service.endpoint(crypto.randomUUID()))));
    await adoptSession(page, system().origin, cookie);
    return page;
  };
  const registered = async (): Promise<Client> => {
    const client = createClient(system().origin);
    await client.register({ cedula: newCedula('00') });
    return client;
  };
  const answered = async (): Promise<Client> => {
    const client = await registered();
    await client.censusIn(['ACTIVE']);
    return client;
  };
  const kept = (page: Page) => page.evaluate(KEPT) as Promise<{ kept: string[]; workers: number }>;
  const TICKET = ['/assets/styles.css', '/sin-conexion/', '/sw/de-quien'];
  const withTicket = async (page: Page): Promise<void> => {
    await page.goto(at('/perfil/'));
    await eventually('the ticket is kept', async () => (await kept(page)).kept.includes('/sin-conexion/'));
  };
  const offline = async (page: Page, path = '/perfil/'): Promise<string> => {
    await page.context().setOffline(true);
    try {
      await page.goto(at(path));
      return await page.locator('main').innerText();
    } catch {
      return 'nothing';
    } finally {
      await page.context().setOffline(false);
    }
  };

  it('is told when the answer comes, by a wish on the waiting card, and shows it', async () => {
    const operator = createClient(system().origin);
    await operator.login(admin);
    await operator.post('/admin/lookups/pause', { reason: 'Prueba de los avisos' });
    try {
      const client = await registered();
      const page = await open(client.cookie());
      await page.goto(at('/perfil/'));
      await page.getByRole('button', { name: 'Avisarme cuando llegue la respuesta' }).click();
      await page.getByText('Le avisaremos en este equipo').waitFor();
      await page.goto(at('/perfil/avisos/'));
      await page.getByRole('button', { name: 'Apagar en este equipo' }).waitFor();
      expect(await page.locator('tbody tr').count()).to.equal(1);
      await operator.post('/admin/lookups/resume');
      await client.censusIn(['ACTIVE']);
      await eventually('the notice was handed over', async () => service.heard.length > 0);
      expect(browser.read(service.heard[0]?.body ?? Buffer.alloc(0))).to.deep.equal({ kind: 'answer' });
      expect(await show(page, '{"kind":"answer"}')).to.deep.equal({
        shown: [{ title: 'Censo Vivo', body: 'Ya hay una respuesta. Ábrala en el portal.', tag: 'censo' }],
        opened: ['/perfil/#censo'],
      });
    } finally {
      await operator.post('/admin/lookups/resume');
    }
  });

  /**
   * Brings a push to the worker as the browser itself does, with no page of the portal in front, and touches the notice: a
   * headless browser shows none, so what it is asked to do is noted.
   */
  const show = async (page: Page, data: string): Promise<{ shown: object[]; opened: string[] }> => {
    const [worker] = page.context().serviceWorkers();
    if (worker === undefined) throw new Error('no worker');
    await worker.evaluate(NOTED);
    const cdp = await page.context().newCDPSession(page);
    const registrationId = await registrationOf(cdp);
    await page.goto('about:blank');
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: system().origin, registrationId, data });
    const noted = () => worker.evaluate('self.noted') as Promise<{ shown: object[]; opened: string[] }>;
    await eventually('it is shown', async () => (await noted()).shown.length > 0);
    await worker.evaluate(TOUCHED);
    await eventually('it leads somewhere', async () => (await noted()).opened.length > 0);
    return noted();
  };
  const registrationOf = async (cdp: CDPSession): Promise<string> => {
    const found = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first !== undefined) resolve(first.registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    return found;
  };

  it('says words of its own whatever a notice brings, and leads to nowhere but the answer', async () => {
    const page = await open((await answered()).cookie());
    await withTicket(page);
    const evil = '{"kind":"__proto__","body":"Su clave vence","url":"https://attacker.example/"}';
    expect(await show(page, evil)).to.deep.equal({
      shown: [{ title: 'Censo Vivo', body: 'Hay algo nuevo. Véalo en el portal.', tag: 'censo' }],
      opened: ['/perfil/#censo'],
    });
  });

  it('is turned off and on in the profile, and the portal knows', async () => {
    const client = await answered();
    const page = await open(client.cookie());
    await page.goto(at('/perfil/avisos/'));
    await page.getByText('En este equipo los avisos están apagados.').waitFor();
    await page.getByRole('button', { name: 'Activar en este equipo' }).click();
    await page.getByRole('button', { name: 'Apagar en este equipo' }).click();
    await page.getByText('En este equipo los avisos están apagados.').waitFor();
    const { body } = await client.get<{ devices: unknown[] }>('/me/push');
    expect(body.devices).to.deep.equal([]);
  });

  it('that forbids notices says so, and where to allow them', async () => {
    const page = await open((await answered()).cookie());
    await page.addInitScript(
      `Object.defineProperty(Notification, 'permission', { configurable: true, get: () => 'denied' })`,
    );
    await page.goto(at('/perfil/avisos/'));
    await page.getByText('Este navegador tiene bloqueados los avisos').waitFor();
    expect(await page.getByRole('button', { name: /en este equipo/ }).count()).to.equal(0);
  });

  it('without a network shows the person’s own ticket, and when it was known', async () => {
    const page = await open((await answered()).cookie());
    await withTicket(page);
    const text = await offline(page, '/referidos/');
    expect(text)
      .to.match(/Sin conexión · así lo supimos el \d/)
      .and.match(/Mesa/);
    expect(await kept(page)).to.deep.equal({ kept: TICKET, workers: 1 });
    await page.goto(at('/perfil/'));
    expect(await page.getByText('Sin conexión · así').count(), 'with a network').to.equal(0);
  });

  it('has nothing left of somebody who logged out', async () => {
    const page = await open((await answered()).cookie());
    await withTicket(page);
    await page.goto(at('/'));
    await logOut(page);
    await eventually('nothing is kept', async () => {
      const left = await kept(page);
      return left.kept.length === 0 && left.workers === 0;
    });
    expect(await offline(page)).to.equal('nothing');
  });

  it('has nothing left when the lookup is not allowed any more', async () => {
    const page = await open((await answered()).cookie());
    await withTicket(page);
    await page.goto(at('/mis-datos/autorizaciones/'));
    await page.locator('form[action$="/retirar/"]:has([value="lookup"]) button').click();
    await page.getByText('Retiró su autorización.').waitFor();
    await eventually('nothing is kept', async () => (await kept(page)).kept.length === 0);
  });

  it('forgets the ticket when the session was ended elsewhere, as soon as it is heard', async () => {
    const client = await answered();
    const page = await open(client.cookie());
    await withTicket(page);
    await client.post('/logout');
    await page.goto(at('/perfil/'));
    await eventually('no ticket is kept', async () => !(await kept(page)).kept.includes('/sin-conexion/'));
    expect(await offline(page)).to.equal('nothing');
  });

  it('shows nobody the ticket of who used it before, though they never left', async () => {
    const [ana, luis] = [await answered(), await registered()];
    const page = await open(ana.cookie());
    await withTicket(page);
    await page.context().clearCookies();
    await adoptSession(page, system().origin, luis.cookie());
    await page.goto(at('/politica-de-datos/'));
    await eventually('hers is gone', async () => !(await kept(page)).kept.includes('/sin-conexion/'));
  });

  it('of a stranger keeps nothing, and has no worker', async () => {
    const page = await open('x=y');
    for (const path of ['/', '/login/', '/politica-de-datos/']) await page.goto(at(path));
    expect(await kept(page)).to.deep.equal({ kept: [], workers: 0 });
  });

  it('without JavaScript is told what is possible, and turns off what others do', async () => {
    const client = await answered();
    const subscription = browser.subscription(service.endpoint('otro'));
    expect((await client.post('/me/push', subscription)).status).to.equal(204);
    const page = await openPage({ javaScriptEnabled: false });
    contexts.add(page.context());
    await adoptSession(page, system().origin, client.cookie());
    await page.goto(at('/perfil/avisos/'));
    expect(await page.locator('main').innerText()).to.include('Los avisos necesitan JavaScript');
    await page.getByRole('button', { name: /^Quitar los avisos de/ }).click();
    await page.getByText('Ese equipo ya no recibe avisos.').waitFor();
    expect(await page.locator('tbody tr').count()).to.equal(0);
  });
});
