import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright';
import type { Frame } from '../../services/gateway/ui/render.ts';
import { openPage } from '../support/pages/browser.ts';
import { frameFor, htmlOf, ORIGIN, servePages } from '../support/pages/rendered.ts';
import { samples, somebody } from '../support/pages/samples.ts';

const { home, list, profile, profileEdit } = samples;
const user = somebody({ role: 'ADMIN' });
const mayAll = { listReferred: true, readReferred: true, operate: true, administer: true };

/** How a colour is read: more green than red, or the other way round. */
const isGreen = (colour: string): boolean => {
  const [red = 0, green = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
  return green > red;
};

const colourOf = (page: Page, selector: string): Promise<string> =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).color`);

/** In the page: whether what has the focus is under the bar at the edge, or outside the window. */
const COVERED = `(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const bar = document.querySelector('.site-nav');
  if (bar.contains(element) || element === document.body) return null;
  const { top, bottom } = bar.getBoundingClientRect();
  const isFixed = getComputedStyle(bar).position === 'fixed';
  const isUnder = isFixed && box.bottom > top && box.top < bottom;
  return isUnder || box.bottom > innerHeight + 1 || box.top < -1 ? element.outerHTML.slice(0, 120) : null;
})()`;

/** In the page, from before it is shown: what moved by itself, with what moved. */
const WATCH_SHIFTS = `window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput)
      window.shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? 'text')].join(' '));
}).observe({ type: 'layout-shift', buffered: true });`;

/** In the page: what moved is told after the frame in which it was painted. */
const PAINTED =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))';

describe('A page, as people see it,', () => {
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  const open = async (html: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await openPage({ bypassCSP: true, reducedMotion: 'reduce', ...options });
    pages.push(page);
    await servePages(page, ({ pathname }) => (pathname === '/' ? html : null));
    await page.goto(ORIGIN);
    return page;
  };
  const homeWith = (frame: Partial<Frame>) => htmlOf('account/home', home, frameFor({ user, ...frame }));

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`says a success in green and a refusal in red, in ${colorScheme}`, async () => {
      const good = await open(homeWith({ notice: { tone: 'good', text: 'Quedó guardado.' } }), {
        colorScheme,
      });
      expect(isGreen(await colourOf(good, 'p.notice'))).to.equal(true);
      const bad = await open(homeWith({ notice: { tone: 'bad', text: 'No se pudo.' } }), { colorScheme });
      expect(isGreen(await colourOf(bad, 'p.notice'))).to.equal(false);
    });
  }

  it('says that an answer is awaited until it has come, and no longer', async () => {
    const notice = { tone: 'good', text: 'Pedimos una nueva consulta.', untilAnswer: true } as const;
    const frame = frameFor({ user, notice });
    const waiting = { ...home, reloads: true, card: home.card && { ...home.card, live: true, version: 1 } };
    const answered = { ...home, card: home.card && { ...home.card, version: 2 } };
    let shown = htmlOf('account/home', waiting, frame);
    const page = await openPage();
    pages.push(page);
    await servePages(page, ({ pathname }) => (pathname === '/' ? shown : null));
    await page.goto(ORIGIN);
    expect(await page.getByText(notice.text).count()).to.equal(1);
    shown = htmlOf('account/home', answered, frame);
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.getByText(notice.text).waitFor({ state: 'detached' });
    await page.reload();
    expect(await page.getByText(notice.text).count()).to.equal(0);
  });

  for (const width of [390, 1280])
    for (const name of ['account/home', 'account/profile'] as const)
      it(`does not jump when an answer comes, long or short: ${name}, ${width} pixels wide`, async () => {
        const election = {
          name: 'Elecciones al Congreso',
          day: 'domingo 8 de marzo de 2026',
          until: 'Es hoy',
        };
        const frame = frameFor({ user, election });
        const data = name === 'account/home' ? home : profile;
        const awaited = { ...data, card: samples.awaited, reloads: true };
        for (const [card, words] of [
          [samples.longPlace, 'Guardar imagen'],
          [samples.notThere, 'No está en el censo electoral'],
        ] as const) {
          let shown = htmlOf(name, awaited, frame);
          const page = await openPage({ viewport: { width, height: 844 } });
          pages.push(page);
          await page.addInitScript(`navigator.share = async () => undefined; ${WATCH_SHIFTS}`);
          await servePages(page, ({ pathname }) => (pathname === '/' ? shown : null));
          await page.goto(ORIGIN);
          await page.getByText('Es la siguiente').waitFor();
          // Buttons that need a script have come by now: that is not what the answer moves.
          await page.evaluate(`${PAINTED}.then(() => { window.shifts = []; })`);
          shown = htmlOf(name, { ...data, card }, frame);
          await page.evaluate("window.dispatchEvent(new Event('online'))");
          await page.getByText(words).waitFor();
          await page.evaluate(PAINTED);
          expect(await page.evaluate('window.shifts'), words).to.deep.equal([]);
        }
      });

  it('shows nothing of a person any more once their session is over: home is a stranger’s page then', async () => {
    let shown = homeWith({});
    const page = await openPage();
    pages.push(page);
    await servePages(page, ({ pathname }) => (pathname === '/' ? shown : null));
    await page.goto(ORIGIN);
    expect(await page.getByRole('heading', { name: 'Hola, Ana' }).count()).to.equal(1);
    const nobody = { listReferred: false, readReferred: false, operate: false, administer: false };
    shown = htmlOf('welcome/welcome', samples.welcome, frameFor({ may: nobody }));
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.getByRole('heading', { name: '¿Dónde voto?' }).waitFor();
    expect(await page.getByText('Ana', { exact: false }).count()).to.equal(0);
  });

  for (const [text, width] of [
    [150, 390],
    [150, 320],
    [200, 390],
  ] as const) {
    it(`keeps every place of the bar in the window with letters of ${text} %, ${width} pixels wide`, async () => {
      const page = await open(homeWith({ may: mayAll }), { viewport: { width, height: 844 } });
      await page.addStyleTag({ content: `html { font-size: ${text}% }` });
      const bar = page.locator('.site-nav > *');
      for (const place of await bar.all()) {
        const box = await place.boundingBox();
        expect(box?.x).to.be.at.least(0);
        expect((box?.x ?? 0) + (box?.width ?? 0), await place.innerText()).to.be.at.most(width);
      }
      for (const label of await page.locator('.site-nav > a > span, .site-nav summary > span').all())
        expect(
          await label.evaluate((span) => span.scrollWidth <= (span.parentElement?.clientWidth ?? 0)),
          await label.innerText(),
        ).to.equal(true);
      await page.getByText('Más', { exact: true }).click();
      for (const entry of await page.locator('.more-list :is(a, button)').all()) {
        await entry.scrollIntoViewIfNeeded();
        const box = await entry.boundingBox();
        expect(box?.x, await entry.innerText()).to.be.at.least(0);
        expect(box?.y, await entry.innerText()).to.be.at.least(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).to.be.at.most(width);
      }
      const wide = await page.evaluate<string[]>(
        `[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map(({ outerHTML }) => outerHTML.slice(0, 80))`,
      );
      expect(wide).to.deep.equal([]);
    });
  }

  for (const viewport of [
    { width: 640, height: 360 },
    { width: 640, height: 512 },
    { width: 390, height: 844 },
  ]) {
    it(`covers no stop of the tabulator, in a window of ${viewport.width} × ${viewport.height}`, async () => {
      const html = htmlOf('referrals/list', list, frameFor({ user, path: '/referidos/' }));
      const page = await open(html, { viewport });
      const covered: unknown[] = [];
      for (let stop = 0; stop < 60; stop += 1) {
        await page.keyboard.press('Tab');
        covered.push(await page.evaluate(COVERED));
      }
      expect(covered.filter((one) => one !== null)).to.deep.equal([]);
    });
  }

  it('leaves the room above a keyboard to the field that is typed in', async () => {
    const html = htmlOf('account/profile-edit', profileEdit, frameFor({ user }));
    // What an open keyboard leaves of a phone.
    const page = await open(html, { viewport: { width: 390, height: 380 } });
    const bar = () =>
      page.evaluate(`(() => {
        const bar = document.querySelector('.site-nav');
        const { top } = bar.getBoundingClientRect();
        return getComputedStyle(bar).position === 'fixed' && top < innerHeight;
      })()`);
    await page.setViewportSize({ width: 390, height: 500 });
    expect(await bar(), 'before').to.equal(true);
    await page.getByLabel('Celular').focus();
    expect(await bar(), 'while somebody types').to.equal(false);
    await page.getByRole('button', { name: 'Guardar' }).focus();
    expect(await bar(), 'after').to.equal(true);
  });

  it('shows how far something is also in the colours that a person forces', async () => {
    const page = await open(homeWith({}), { forcedColors: 'active' });
    const progress = page.getByRole('progressbar').first();
    const whole = await progress.screenshot();
    const border = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('progress')).borderTopStyle",
    );
    await progress.evaluate((bar) => bar.setAttribute('value', '0'));
    expect(border).to.equal('solid');
    expect(Buffer.compare(whole, await progress.screenshot()), 'full and empty look the same').not.to.equal(
      0,
    );
  });

  it('is printed dark on white as a table, without what only a screen needs', async () => {
    const html = htmlOf('referrals/list', list, frameFor({ user, path: '/referidos/' }));
    // As wide as a sheet of paper.
    const page = await open(html, { colorScheme: 'dark', viewport: { width: 700, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    for (const gone of [
      '.site-nav',
      '.filters',
      '.tabs',
      '.picks',
      '.people .act',
      '.list-actions',
      'footer',
    ])
      for (const one of await page.locator(gone).all()) expect(await one.isVisible(), gone).to.equal(false);
    expect(await page.locator('.people .cedula').first().isVisible()).to.equal(true);
    expect(
      await page.evaluate("getComputedStyle(document.querySelector('.people .cedula')).display"),
    ).to.equal('table-cell');
    const [ink, paper] = [
      await colourOf(page, '.people .name a'),
      await page.evaluate<string>(
        'getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor',
      ),
    ];
    expect(ink).to.match(/^rgb\((\d|[1-5]\d), /);
    expect(paper).not.to.match(/rgb\(\d\d, /);
  });

  it('prints of a page with one’s own place the ticket alone', async () => {
    const html = htmlOf(
      'account/profile',
      profile,
      frameFor({ user, path: '/perfil/', simulatedData: true }),
    );
    const page = await open(html, { colorScheme: 'dark', viewport: { width: 700, height: 900 } });
    const seen = async (selector: string) => {
      const all = await page.locator(selector).all();
      return Promise.all(all.map((one) => one.isVisible()));
    };
    expect(await seen('h1, h2, #sus-datos, .ticket-ways, .badge')).to.include(true);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['h1', 'h2', '.badge', '.ticket-ways', '.official', '[data-refresh]', 'footer'])
      expect(await seen(gone), gone).to.not.be.empty.and.not.include(true);
    expect(await page.getByText('Cédula', { exact: true }).isVisible()).to.equal(false);
    for (const kept of ['.puesto', '.mesa', '.direccion', '.ticket .quiet'])
      expect(await seen(kept), kept).to.deep.equal([true]);
    expect(await page.locator('.ticket .quiet').innerText()).to.match(
      /^Respuesta recibida el .* de 2026.*\nFuente: simulador, datos inventados$/,
    );
    expect(await colourOf(page, '.puesto')).to.match(/^rgb\((\d|[1-5]\d), /);
  });
});
