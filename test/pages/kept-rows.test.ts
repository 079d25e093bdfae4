import { expect } from 'chai';
import type { Page } from 'playwright';
import { pageQuery } from '../../services/gateway/filter/query.ts';
import { presentList } from '../../services/gateway/referrals/view.ts';
import { openPage } from '../support/pages/browser.ts';
import { frameFor, htmlOf, ORIGIN, servePages } from '../support/pages/rendered.ts';
import { LEADER, NOW, personWith, viewWith } from '../unit/gateway/support/views.ts';

const answer = { kind: 'not_found' } as const;
const [ana, luz, eva] = ['Ana Uno', 'Luz Dos', 'Eva Nueva'].map((nombreCompleto) => ({
  user: personWith({ nombreCompleto }),
  view: viewWith({ status: 'ACTIVE', answer, mayRefresh: true }),
})) as [Shown, Shown, Shown];
interface Shown {
  user: ReturnType<typeof personWith>;
  view: ReturnType<typeof viewWith>;
}
const counts = { todos: 3, pendientes: 1, encontrados: 2, novedades: 0, errores: 0 };

describe('A list that is narrowed to those with an answer', () => {
  let page: Page;
  let items: Shown[];
  /** What the page asked the portal to keep, each time that it looked. */
  const asked: (string | null)[] = [];

  beforeEach(async () => {
    items = [ana, luz];
    asked.length = 0;
    for (const one of [ana, luz, eva])
      one.view = viewWith({ ...one.view, userId: one.user.id, status: 'ACTIVE' });
    page = await openPage({ viewport: { width: 1280, height: 800 } });
    await servePages(page, ({ pathname, searchParams }) => {
      if (pathname !== '/referidos/') return null;
      const keep = searchParams.get('conserva');
      asked.push(keep);
      const found = items.filter(({ view }) => view.status === 'ACTIVE');
      const kept = items.filter(({ user, view }) => view.status !== 'ACTIVE' && keep?.includes(user.id));
      const all = items.filter((one) => found.includes(one) || kept.includes(one));
      const data = presentList(
        pageQuery({ status: 'encontrados' }),
        {
          ...{ items: all, kept: kept.map(({ user }) => user.id), next: null, previous: null },
          ...{ leader: null, led: {}, counts },
        },
        null,
        { actor: LEADER, referralLink: ORIGIN, now: NOW },
      );
      return htmlOf(
        'referrals/list',
        data,
        frameFor({ user: personWith({ role: 'LEADER' }), path: '/referidos/' }),
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
    one.view = viewWith({ ...one.view, status, version: one.view.version + 1 });
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
    expect(asked.at(-1)).to.equal(`${ana.user.id},${luz.user.id}`);

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

  it('is as the filter says again once the person goes on', async () => {
    change(luz, 'PENDING');
    await page.reload();
    await rowOf(ana).waitFor();
    expect(await rowOf(luz).count()).to.equal(0);
  });
});
