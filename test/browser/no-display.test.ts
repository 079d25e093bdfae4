import { expect } from 'chai';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { profilesIn, usePrivateTmp } from '../support/browser/private-tmp.ts';
import { withContext } from '../support/browser/with-context.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { skipBecause } from '../support/skip.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { anyBrowser } from './support/installed.ts';

const DISPLAYS = ['DISPLAY', 'WAYLAND_DISPLAY'];

describe('A browser with a window', () => {
  const tmp = usePrivateTmp(() => warm.close());
  let warm: WarmBrowser;
  let before: (string | undefined)[];

  beforeEach(async function () {
    if (process.platform !== 'linux' || (await anyBrowser()).origin === 'sparticuz')
      skipBecause(this, 'nobody needs a display on macOS, nor the headless shell anywhere');
    before = DISPLAYS.map((name) => process.env[name]);
    for (const name of DISPLAYS) delete process.env[name];
  });
  afterEach(() => {
    for (const [index, name] of DISPLAYS.entries()) {
      const value = before[index];
      if (value !== undefined) process.env[name] = value;
    }
  });

  withEveryDriver((_name, loaded) => {
    it('says that it has no display, and what to do', async () => {
      warm = createWarmBrowser({
        driver: loaded.driver,
        located: await anyBrowser(),
        headless: false,
        log: keptLog(),
      });
      for (const display of [undefined, ':987']) {
        if (display !== undefined) process.env.DISPLAY = display;
        const error = await failureOf(withContext(warm, async () => undefined, AbortSignal.timeout(HANG_MS)));
        expect(error.code).to.equal('browser_no_display');
        expect(error.message).to.include('BROWSER_HEADED').and.include('xvfb-run').and.not.include('\n');
      }
      delete process.env.DISPLAY;
      await eventually('no profile is left', async () => (await profilesIn(tmp.path)).length === 0);
    });
  });
});
