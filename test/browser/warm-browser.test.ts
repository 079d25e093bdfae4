import { expect } from 'chai';
import type { ContextPort } from '../../services/scraper/browser/driver.ts';
import { rebrowserDriver } from '../../services/scraper/browser/drivers/rebrowser.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { usePrivateTmp } from '../support/browser/private-tmp.ts';
import { withContext } from '../support/browser/with-context.ts';
import { eventually } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { anyBrowser } from './support/installed.ts';
import { queryOf } from './support/query-of.ts';
import { useSite } from './support/site.ts';
import { makeWarm, makeWhole, readTitle } from './support/warm.ts';

const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => {});

describe('A warm browser', () => {
  usePrivateTmp(() => warm.close());
  const site = useSite();
  const titleOf = readTitle(site);
  let warm: WarmBrowser;
  beforeEach(async () => {
    warm = await makeWarm();
  });

  it('is started by the first call, and shared by all that come at the same time', async () => {
    expect(warm.stats()).to.include({ launched: 0, pid: undefined });
    const titles = await Promise.all([1, 2, 3].map(() => withContext(warm, titleOf, never)));
    expect(titles).to.deep.equal(['Censo', 'Censo', 'Censo']);
    expect(warm.stats()).to.include({ launched: 1, contexts: 3, open: 0 });
  });

  it('gives each call a session of its own, in Colombia', async () => {
    warm = await makeWhole();
    const visitor = await withContext(
      warm,
      async (context) => {
        const page = await context.newPage();
        await page.goto(`${site.url}/visitante`);
        return JSON.parse(await page.locator('#todo').innerHTML());
      },
      never,
    );
    expect(visitor).to.include({ language: 'es-CO', zone: 'America/Bogota', width: 1366 });
    const major = Number.parseInt((await anyBrowser()).version, 10);
    expect(visitor.userAgent, 'as with a window').to.include(` Chrome/${major}.0.0.0 `);
    expect(site.userAgents, 'on the wire').to.deep.equal([visitor.userAgent]);
  });

  it('drives a form and sees its requests and answers through the port', async () => {
    const seen: string[] = [];
    const answer = await withContext(
      warm,
      async (context) => {
        await context.route(/./, async (route) => {
          if (route.request().resourceType() === 'image') await route.abort();
          else await route.continue();
        });
        const page = await context.newPage();
        page.on('request', (request) => seen.push(`${request.method()} ${new URL(request.url()).pathname}`));
        await page.goto(site.url);
        await page.locator('#nuip').fill('98765');
        await page.locator('#tipo').selectOption('1');
        const [response] = await Promise.all([queryOf(page), page.locator('button').click()]);
        return { status: response.status(), body: String(await response.body()), html: await page.content() };
      },
      never,
    );
    expect(answer).to.include({ status: 200, body: '{"nuip":"98765"}' });
    expect(answer.html).to.include('<h1>Censo</h1>');
    expect(seen).to.deep.equal(['GET /', 'POST /respuesta']);
  });

  it('closes the context when the work is done, and when it fails', async () => {
    const kept: ContextPort[] = [];
    const keep = async (context: ContextPort): Promise<void> => {
      kept.push(context);
    };
    await withContext(warm, keep, never);
    const failing = withContext(
      warm,
      async (context) => {
        await keep(context);
        throw new RangeError('from the work');
      },
      never,
    );
    expect(await failureOf(failing)).to.include({ name: 'RangeError', message: 'from the work' });
    expect(kept).to.have.length(2);
    for (const context of kept) expect((await failureOf(context.newPage())).message).to.include('closed');
    expect(warm.stats().open).to.equal(0);
  });

  describe('whose caller gives up', () => {
    it('rejects with the reason, although the work hangs, and closes the context', async () => {
      const caller = new AbortController();
      const started = Promise.withResolvers<ContextPort>();
      const call = withContext(
        warm,
        async (context) => {
          started.resolve(context);
          return hang();
        },
        caller.signal,
      );
      const context = await started.promise;

      caller.abort(new Error('deadline'));

      expect((await failureOf(call)).message).to.equal('deadline');
      await eventually('the context is closed', () =>
        context.newPage().then(
          () => false,
          () => true,
        ),
      );
      await eventually('nothing is in use', () => warm.stats().open === 0);
      expect(await withContext(warm, titleOf, never)).to.equal('Censo');
      expect(warm.stats().launched, 'the browser stays').to.equal(1);
    });

    it('gets rid of a page that keeps its tab busy without end', async () => {
      const caller = new AbortController();
      const busy = Promise.withResolvers<void>();
      const call = withContext(
        warm,
        async (context) => {
          const page = await context.newPage();
          page.on('response', () => busy.resolve());
          await page.goto(`${site.url}/ocupada`);
          return page.content();
        },
        caller.signal,
      );
      await busy.promise;
      caller.abort(new Error('deadline'));
      expect((await failureOf(call)).message).to.equal('deadline');
      await eventually('nothing is in use', () => warm.stats().open === 0);
      expect(await withContext(warm, titleOf, never)).to.equal('Censo');
    });

    it('does not begin the work when that happens during the launch, and keeps the browser', async () => {
      let begun = false;
      const call = withContext(
        warm,
        async () => {
          begun = true;
        },
        AbortSignal.timeout(1),
      );
      expect((await failureOf(call)).name).to.equal('TimeoutError');
      expect(await withContext(warm, titleOf, never)).to.equal('Censo');
      expect(begun).to.equal(false);
      expect(warm.stats()).to.include({ launched: 1, retired: 0 });
    });

    it('starts nothing when that happened before', async () => {
      const call = withContext(warm, titleOf, AbortSignal.abort(new Error('too late')));
      expect((await failureOf(call)).message).to.equal('too late');
      expect(warm.stats().launched).to.equal(0);
    });
  });

  it('says what is wrong when the browser does not start, and tries again the next time', async () => {
    const located = { ...(await anyBrowser()), path: '/bin/false' };
    warm = createWarmBrowser({ driver: rebrowserDriver, located, log: keptLog() });
    for (const launched of [1, 2]) {
      const error = await failureOf(withContext(warm, titleOf, never));
      expect(error.code).to.equal('browser_launch_failed');
      expect(error.message).to.include('/bin/false').and.not.include('\n');
      expect(warm.stats().launched).to.equal(launched);
    }
  });
});
