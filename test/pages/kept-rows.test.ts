import { expect } from 'chai';
import type { Page } from 'playwright';
import { keptIds } from '../../services/gateway/filter/query.ts';
import { newerParts } from '../../services/gateway/ui/parts.ts';
import type { CensusView } from '../../shared/contract/census.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { frameFor, htmlOf, ORIGIN, servePages } from '../support/pages/rendered.ts';
import { listOf, referredWith, somebody } from '../support/pages/samples.ts';

/** Somebody of the list, whose answer changes. */
const shown = (nombreCompleto: string) => {
  const { user, view } = referredWith({ nombreCompleto });
  return { user, view: view as CensusView };
};
type Shown = ReturnType<typeof shown>;
const [ana, luz, eva] = [shown('Ana Uno'), shown('Luz Dos'), shown('Eva Nueva')];

describe('A list that is narrowed to those with an answer', () => {
  let page: Page;
  let items: Shown[];
  /** What the page asked the portal to keep, each time that it looked. */
  const asked: string[][] = [];

  beforeEach(async () => {
    items = [ana, luz];
    asked.length = 0;
    for (const one of [ana, luz, eva]) one.view = { ...one.view, status: 'ACTIVE' };
    page = await openPage({ viewport: { width: 1280, height: 800 } });
    await servePages(page, ({ pathname, searchParams }) => {
      if (pathname !== '/referidos/') return null;
      const keep = keptIds({ conserva: searchParams.get('conserva') });
      asked.push(keep);
      const found = items.filter(({ view }) => view.status === 'ACTIVE');
      const kept = items.filter(({ user, view }) => view.status !== 'ACTIVE' && keep.includes(user.id));
      const all = items.filter((one) => found.includes(one) || kept.includes(one));
      const data = listOf(all, { status: 'encontrados', kept: kept.map(({ user }) => user.id) });
      return htmlOf(
        'referrals/list',
        data,
        frameFor({ user: somebody({ role: 'LEADER' }), path: '/referidos/' }),
      );
    });
    await page.route('**/api/v1/referrals/**', (route) => {
      change(ana, 'PENDING');
      return route.fulfill({ status: 202, json: {} });
    });
    await page.goto(`${ORIGIN}/referidos/?status=encontrados`);
  });
  afterEach(() => page.context().close());

  const change = (one: Shown, status: 'PENDING' | 'ACTIVE') => {
    one.view = { ...one.view, status, version: one.view.version + 1 };
  };
  const rowOf = ({ user }: Shown) => page.locator(`[data-person="${user.id}"]`);
  /** As when the phone has found its network again. */
  const look = () => page.evaluate("window.dispatchEvent(new Event('online'))");
  const focused = () =>
    page.evaluate<string>("document.activeElement.closest('[data-person]')?.dataset.person ?? 'nobody'");

  it('keeps a row that was refreshed, marked and with the focus, also when somebody new comes before it', async () => {
    const button = page.getByRole('button', { name: 'Actualizar a Ana Uno' });
    await button.focus();
    items = [eva, ana, luz];
    await button.press('Enter');
    await rowOf(ana).getByText('Verificando').waitFor();
    await rowOf(eva).waitFor();

    expect(await focused()).to.equal(ana.user.id);
    await rowOf(ana).getByText('Ya no está en este filtro').waitFor();
    expect(asked.at(-1)).to.deep.equal([ana.user.id, luz.user.id]);

    change(ana, 'ACTIVE');
    await look();
    await rowOf(ana).getByText('Habilitada').waitFor();
    expect(await focused()).to.equal(ana.user.id);
    expect(await rowOf(ana).getByText('Ya no está en este filtro').count()).to.equal(0);
  });

  it('keeps a row that changes by itself while it is read, with the focus in it', async () => {
    await page.getByRole('link', { name: 'Luz Dos' }).focus();
    change(luz, 'PENDING');
    items = [eva, ana, luz];
    await look();
    await rowOf(luz).getByText('Ya no está en este filtro').waitFor();

    expect(await focused()).to.equal(luz.user.id);
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Luz Dos');
  });

  it('says no more that it has who is on it no more, and nothing at all once that was too much', async () => {
    const told: string[] = [];
    let isTooMuch = false;
    await page.route(`${ORIGIN}/referidos/**`, async (route) => {
      const known = (await route.request().headerValue('censo-tiene')) ?? '';
      told.push(known);
      if (isTooMuch) return route.fulfill({ status: 431 });
      const html = htmlOf('referrals/list', listOf(items), frameFor());
      const body = newerParts(html, new Set(known.split(' '))).join('\n');
      return route.fulfill({ body, contentType: 'text/html', headers: { 'censo-partes': '1' } });
    });
    const hashOf = (one: Shown) => rowOf(one).getAttribute('data-h');
    const luzHad = (await hashOf(luz)) ?? '';
    items = [eva, ana];
    await look();
    await rowOf(luz).waitFor({ state: 'detached' });
    expect(told.at(-1)).to.include(luzHad);

    isTooMuch = true;
    const looks = told.length;
    for (const more of [1, 2]) {
      await look();
      await eventually('another look', () => told.length >= looks + more);
    }
    expect(told[looks])
      .to.include(await hashOf(eva))
      .and.not.include(luzHad);
    expect(told.at(-1)).to.equal('');
  });

  it('is as the filter says again once the person goes on', async () => {
    change(luz, 'PENDING');
    await page.reload();
    await rowOf(ana).waitFor();
    expect(await rowOf(luz).count()).to.equal(0);
  });
});
