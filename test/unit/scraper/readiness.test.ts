import { expect } from 'chai';
import type { WarmBrowserStats } from '../../../services/scraper/browser/warm-browser.ts';
import { scraperParts } from '../../../services/scraper/readiness.ts';
import type { Call } from '../../../shared/moleculer/call.ts';

describe('A scraper is ready', () => {
  const browserWith = (stats: Partial<WarmBrowserStats>, program = process.execPath) =>
    scraperParts({
      call: (async () => true) as unknown as Call, // the census answers
      pace: { isReady: async () => true },
      browser: { stats: () => ({ pid: undefined, failedLaunches: 0, ...stats }) as WarmBrowserStats },
      program,
    }).browser?.();

  it('with a browser that runs', async () => {
    expect(await browserWith({ pid: 42 }, '/no/hay')).to.equal(true);
  });

  it('with a browser that has not been needed yet but can start', async () => {
    expect(await browserWith({})).to.equal(true);
  });

  it('not with one whose last start failed', async () => {
    expect(await browserWith({ failedLaunches: 1 })).to.equal(false);
  });

  it('not with one whose program is gone', async () => {
    const refusal = await browserWith({}, '/no/hay/chromium')?.catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(refusal).to.equal('ENOENT');
  });
});
