import { expect } from 'chai';
import type { ContextPort, PagePort } from '../../services/scraper/browser/driver.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { usePrivateTmp } from '../support/browser/private-tmp.ts';
import { killTabs } from './hostile/kill-tabs.ts';
import { useClingingSite } from './support/clinging-site.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { makeWarm, makeWhole } from './support/warm.ts';

const never = new AbortController().signal;
const LOOK_MS = 10_000;

describe('A context that serves one lookup after the other', () => {
  usePrivateTmp(() => warm.close());
  const site = useClingingSite();
  let warm: WarmBrowser;

  const attributeOf = async (page: PagePort, name: string): Promise<string | null> => {
    const body = page.locator(`body[${name}]`);
    await body.waitFor({ state: 'attached', timeout: LOOK_MS });
    return body.getAttribute(name);
  };
  const visit = async (context: ContextPort, path = '/') => {
    await context.route(/^https?:/, (route) => route.continue());
    const page = await context.newPage();
    await page.goto(site.url + path);
    const found = await attributeOf(page, 'data-found');
    return { page, found, inFrame: path === '/' ? await attributeOf(page, 'data-frame') : null };
  };
  const use = async ({ isGood = true, path = '/' } = {}) => {
    await using opened = await warm.openContext(never);
    const visited = await opened.during(() => visit(opened.context, path));
    if (isGood) opened.keep();
    return visited;
  };
  const paths = (beginning: string): string[] =>
    site.asked.flatMap(({ path }) => (path.startsWith(beginning) ? [path] : []));

  withEveryDriver((_name, loaded) => {
    it('has nothing of one for the next, and lets no page ask anything as it goes', async () => {
      warm = createWarmBrowser({ ...loaded, log: keptLog(), contextUses: 5 });
      const pages = new Set<PagePort>();
      for (let time = 0; time < 3; time += 1) {
        const { page, found, inFrame } = await use();
        pages.add(page);
        expect(found, 'behind its page a new tab has an empty one').to.equal('history 2');
        expect(inFrame, 'by a frame of another site').to.equal('nothing');
      }
      expect(pages.size, 'tabs').to.equal(1);
      expect(paths('/ultimo'), 'what left after a visit has come by the end of the next').to.deep.equal([]);
      expect(paths('/parte.js'), 'none from the cache').to.have.length(3);
      const visits = site.asked.filter(({ path }) => path === '/');
      expect(visits.map(({ hasCookie }) => hasCookie)).to.deep.equal([false, false, false]);
    });

    it('lets no page ask anything as it goes where each is a fresh one either', async () => {
      warm = createWarmBrowser({ ...loaded, log: keptLog() });
      const first = await use();
      expect((await use()).page).to.not.equal(first.page);
      expect(paths('/ultimo')).to.deep.equal([]);
    });
  });

  it('is another after its number of uses, and after one that did not go well', async () => {
    warm = await makeWarm({ contextUses: 2 });
    const first = await use();
    expect((await use()).page).to.equal(first.page);
    const third = await use({ isGood: false });
    expect(third.page).to.not.equal(first.page);
    expect((await use()).page).to.not.equal(third.page);
  });

  it('is another while something of the one before may go on: a request on its way, a worker that pages share', async () => {
    for (const path of ['/en-camino', '/con-obrero']) {
      warm = await makeWhole({ contextUses: 5 });
      const first = await use({ path });
      expect((await use()).page, path).to.not.equal(first.page);
      const soFar = paths('/ultimo').length;
      await use();
      expect(paths('/ultimo'), path).to.have.length(soFar);
      await warm.close();
    }
  });

  it('is another when its tab has died meanwhile', async () => {
    warm = await makeWarm({ contextUses: 5 });
    const first = await use();
    const died = new Promise<void>((resolve) => first.page.on('crash', resolve));
    await killTabs(warm.stats().pid ?? 0);
    await died;
    expect((await use()).page).to.not.equal(first.page);
    expect(warm.stats().launched, 'browsers').to.equal(1);
  });

  it('tells each user’s listeners of their own page and its requests alone, and asks their own routes alone', async () => {
    warm = await makeWarm({ contextUses: 5 });
    const heard: string[][] = [[], []];
    for (const own of heard) {
      await using opened = await warm.openContext(never);
      const { context } = opened;
      context.on('page', (page) => {
        own.push('page');
        page.on('request', (request) => own.push(new URL(request.url()).pathname));
      });
      await context.route(/parte\.js/, (route) => {
        own.push('route');
        return route.fallback();
      });
      const page = await context.newPage();
      await page.goto(`${site.url}/con-parte`);
      opened.keep();
    }
    const [first, second] = heard.map((own) => own.toSorted());
    expect(first).to.deep.equal(['/con-parte', '/parte.js', 'page', 'route']);
    expect(second).to.deep.equal(first);
  });
});
