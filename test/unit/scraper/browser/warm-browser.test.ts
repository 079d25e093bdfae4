import { expect } from 'chai';
import type { ContextPort } from '../../../../services/scraper/browser/driver.ts';
import { rebrowserDriver } from '../../../../services/scraper/browser/drivers/rebrowser.ts';
import { createWarmBrowser, type WarmBrowser } from '../../../../services/scraper/browser/warm-browser.ts';
import { eventually, HANG_MS } from '../../../support/eventually.ts';
import { failureOf } from '../../../support/failures.ts';
import { lightBrowser } from '../../../support/light-browser.ts';
import { skipBecause } from '../../../support/skip.ts';
import { anyBrowser } from './support/installed.ts';
import { keptLog } from './support/log.ts';
import { usePrivateTmp } from './support/private-tmp.ts';
import { processesOf, profilesIn } from './support/processes.ts';
import { useSite } from './support/site.ts';
import { withContext } from './support/with-context.ts';

const MIB = 2 ** 20;
const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => {});

describe('A warm browser', () => {
  const tmp = usePrivateTmp(() => warm.close());
  const site = useSite();
  let warm: WarmBrowser;
  const log = keptLog();

  interface Limits {
    retireAfter?: number;
    maxMemoryMb?: number;
  }
  const make = async (limits: Limits = {}): Promise<WarmBrowser> =>
    createWarmBrowser({ driver: rebrowserDriver, located: await lightBrowser(), log, ...limits });
  /** With the browser that the product would find: for what depends on the browser. */
  const makeWhole = async (limits: Limits = {}): Promise<WarmBrowser> =>
    createWarmBrowser({ driver: rebrowserDriver, located: await anyBrowser(), log, ...limits });

  beforeEach(async () => {
    warm = await make();
  });

  const titleOf = async (context: ContextPort): Promise<string | null> => {
    const page = await context.newPage();
    await page.goto(site.url);
    return page.locator('h1').textContent();
  };

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
        return JSON.parse((await page.locator('#todo').textContent()) ?? '');
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
        await context.route('**/*', async (route) => {
          if (route.request().resourceType() === 'image') await route.abort();
          else await route.continue();
        });
        const page = await context.newPage();
        page.on('request', (request) => seen.push(`${request.method()} ${new URL(request.url()).pathname}`));
        await page.goto(site.url);
        await page.locator('#nuip').fill('98765');
        await page.locator('#tipo').selectOption('1');
        const [response] = await Promise.all([
          page.waitForResponse((candidate) => candidate.request().resourceType() === 'fetch', {
            timeout: HANG_MS,
          }),
          page.locator('button').click(),
        ]);
        return { status: response.status(), body: await response.text(), html: await page.content() };
      },
      never,
    );
    expect(answer).to.include({ status: 200, body: '{"nuip":"98765"}' });
    expect(answer.html).to.include('<h1>Censo</h1>');
    expect(seen).to.deep.equal(['GET /', 'POST /respuesta']);
  });

  it('lets work answer a dialog', async () => {
    const said = await withContext(
      warm,
      async (context) => {
        const page = await context.newPage();
        const dialog = Promise.withResolvers<string>();
        page.on('dialog', (shown) => {
          dialog.resolve(shown.message());
          shown.dismiss().catch(dialog.reject);
        });
        await page.goto(`${site.url}/dialogo`);
        return dialog.promise;
      },
      never,
    );
    expect(said).to.equal('Aviso');
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
      const closed = Promise.withResolvers<void>();
      const started = Promise.withResolvers<void>();
      const call = withContext(
        warm,
        async (context) => {
          context.on('close', () => closed.resolve());
          started.resolve();
          return hang();
        },
        caller.signal,
      );
      await started.promise;

      caller.abort(new Error('deadline'));

      expect((await failureOf(call)).message).to.equal('deadline');
      await closed.promise;
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
          await page.goto(`${site.url}/ocupada`, { waitUntil: 'commit' });
          busy.resolve();
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

  it('is replaced after its number of contexts, and ends when its last one does', async () => {
    warm = await make({ retireAfter: 2 });
    const release = Promise.withResolvers<void>();
    const inUse = Promise.withResolvers<void>();
    const long = withContext(
      warm,
      async (context) => {
        inUse.resolve();
        await release.promise;
        return titleOf(context);
      },
      never,
    );
    await inUse.promise;
    await withContext(warm, titleOf, never);
    const old = warm.stats().pid;

    await withContext(warm, titleOf, never);

    expect(warm.stats()).to.include({ launched: 2, retired: 1, open: 1 });
    expect(warm.stats().pid).to.be.a('number').and.not.equal(old);
    expect(await profilesIn(tmp.path), 'the old one still has work').to.have.length(2);
    release.resolve();
    expect(await long).to.equal('Censo');
    await eventually('the old one is gone', async () => (await profilesIn(tmp.path)).length === 1);
  });

  it('is replaced when it takes too much memory, and ends when its last one does', async function () {
    if (process.platform !== 'linux') skipBecause(this, 'the memory is not known elsewhere');
    warm = await makeWhole({ maxMemoryMb: 500 });
    await withContext(warm, titleOf, never);
    expect(warm.stats().memoryBytes, 'not weighed yet').to.equal(undefined);
    const release = Promise.withResolvers<void>();
    const inUse = Promise.withResolvers<void>();
    const heavy = withContext(
      warm,
      async (context) => {
        const page = await context.newPage();
        await page.goto(`${site.url}/pesada`);
        inUse.resolve();
        await release.promise;
        return page.locator('h1').textContent();
      },
      never,
    );
    await inUse.promise;
    expect(warm.stats().memoryBytes, 'before the heavy page').to.be.within(50 * MIB, 500 * MIB);
    const old = warm.stats().pid;

    await withContext(warm, titleOf, never);

    expect(warm.stats()).to.include({ launched: 2, retired: 1, open: 1 });
    expect(warm.stats().pid).to.be.a('number').and.not.equal(old);
    release.resolve();
    expect(await heavy).to.equal('Pesada');
    await eventually('the old one is gone', async () => (await profilesIn(tmp.path)).length === 1);
    await withContext(warm, titleOf, never);
    expect(warm.stats(), 'the new one is light').to.include({ launched: 2, retired: 1 });
  });

  it('leaves no process and no folder after close', async () => {
    warm = await makeWhole();
    await withContext(warm, titleOf, never);
    expect(await processesOf(tmp.path)).to.not.deep.equal([]);
    expect(await profilesIn(tmp.path)).to.have.length(1);
    await warm.close();
    await eventually('no process is left', async () => (await processesOf(tmp.path)).length === 0);
    expect(await profilesIn(tmp.path)).to.deep.equal([]);
  });

  it('tells those in flight that it is closing, and starts nothing afterwards', async () => {
    const started = Promise.withResolvers<void>();
    const call = withContext(
      warm,
      () => {
        started.resolve();
        return hang();
      },
      never,
    );
    await started.promise;
    const [error] = await Promise.all([failureOf(call), warm.close()]);
    expect(error.code).to.equal('browser_closed');
    expect((await failureOf(withContext(warm, titleOf, never))).code).to.equal('browser_closed');
    expect(warm.stats().launched).to.equal(1);
  });

  it('closes in the middle of its launch', async () => {
    warm = await makeWhole();
    const call = failureOf(withContext(warm, titleOf, never));
    await warm.close();
    expect((await call).code).to.equal('browser_closed');
    await eventually('no process is left', async () => (await processesOf(tmp.path)).length === 0);
    expect(await profilesIn(tmp.path)).to.deep.equal([]);
  });

  it('says what is wrong when the browser does not start, and tries again the next time', async () => {
    const located = { ...(await anyBrowser()), path: '/bin/false' };
    warm = createWarmBrowser({ driver: rebrowserDriver, located, log });
    for (const launched of [1, 2]) {
      const error = await failureOf(withContext(warm, titleOf, never));
      expect(error.code).to.equal('browser_launch_failed');
      expect(error.message).to.include('/bin/false').and.not.include('\n');
      expect(warm.stats().launched).to.equal(launched);
    }
  });
});
