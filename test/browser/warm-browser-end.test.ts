import { expect } from 'chai';
import type { WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { processesOf, profilesIn, usePrivateTmp } from '../support/browser/private-tmp.ts';
import { withContext } from '../support/browser/with-context.ts';
import { eventually } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { skipBecause } from '../support/skip.ts';
import { useSite } from './support/site.ts';
import { makeWarm, makeWhole, readTitle } from './support/warm.ts';

const MIB = 2 ** 20;
const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => {});

describe('The end of a warm browser', () => {
  const tmp = usePrivateTmp(() => warm.close());
  const site = useSite();
  const titleOf = readTitle(site);
  let warm: WarmBrowser;
  beforeEach(async () => {
    warm = await makeWarm();
  });

  it('is replaced after its number of contexts, and ends when its last one does', async () => {
    warm = await makeWarm({ retireAfter: 2 });
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
    warm = await makeWarm({ maxMemoryMb: 500 });
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
        return page.locator('h1').innerHTML();
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
    expect(processesOf(tmp.path)).to.not.deep.equal([]);
    expect(await profilesIn(tmp.path)).to.have.length(1);
    await warm.close();
    await eventually('no process is left', () => processesOf(tmp.path).length === 0);
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
    const call = failureOf(withContext(warm, titleOf, never));
    await warm.close();
    expect((await call).code).to.equal('browser_closed');
    await eventually('no process is left', () => processesOf(tmp.path).length === 0);
    expect(await profilesIn(tmp.path)).to.deep.equal([]);
  });
});
