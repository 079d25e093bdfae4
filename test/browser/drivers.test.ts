import { expect } from 'chai';
import { browserEnv } from '../../services/scraper/browser/browser-env.ts';
import { unconfined } from '../../services/scraper/browser/confinement/confinement.ts';
import { colombianVisitor } from '../../services/scraper/browser/context-options.ts';
import type { BrowserPort, OwnedContextPort } from '../../services/scraper/browser/driver.ts';
import { launchFlags } from '../../services/scraper/browser/launch-flags.ts';
import { processesOf, profilesIn, usePrivateTmp } from '../support/browser/private-tmp.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { groupOf } from '../support/processes/processes.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { queryOf } from './support/query-of.ts';
import { useSite } from './support/site.ts';

describe('A browser', () => {
  const tmp = usePrivateTmp(() => browser.close());
  const site = useSite();
  let browser: BrowserPort;

  withEveryDriver((name, loaded) => {
    beforeEach(async () => {
      const { located } = loaded;
      browser = await loaded.driver.launch({
        executablePath: located.path,
        args: [...launchFlags(unconfined()), ...located.args],
        env: browserEnv(located.env),
        headless: true,
        timeout: HANG_MS,
      });
    });

    const open = (): Promise<OwnedContextPort> => browser.newContext(colombianVisitor(browser.userAgent));
    const nothingLeft = async (): Promise<void> => {
      await eventually('no process is left', () => processesOf(tmp.path).length === 0);
      await eventually('no profile is left', async () => (await profilesIn(tmp.path)).length === 0);
    };

    it('does what the product asks of it, and closes without a rest', async () => {
      expect(browser.version()).to.match(/^\d+\.\d+\.\d+\.\d+$/);
      expect(groupOf(browser.pid), 'leader of its process group').to.include(browser.pid);
      expect(await profilesIn(tmp.path), 'a profile where the sweep looks').to.have.length(1);

      const context = await open();
      const asked: string[] = [];
      await context.route(/^https?:/, async (route) => {
        const request = route.request();
        asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
        if (request.resourceType() === 'image') await route.abort();
        else await route.continue();
      });
      const page = await context.newPage();
      const failed: string[] = [];
      page.on('requestfailed', (request) => failed.push(request.failure()?.errorText ?? ''));
      const begun = Date.now();
      await page.goto(`${site.url}/con-imagen`);
      await page.locator('#nuip').fill('98765');
      await page.locator('#tipo').selectOption('1');
      const [response] = await Promise.all([queryOf(page), page.locator('button').click()]);

      expect(response.status()).to.equal(200);
      expect(String(await response.body())).to.equal('{"nuip":"98765"}');
      const { startTime, requestStart } = response.request().timing();
      expect(requestStart, 'ms from its start').to.be.at.least(0);
      expect(startTime + requestStart, 'epoch ms').to.be.within(begun - 50, Date.now() + 50);
      await page.locator('#salida:not(:empty)').waitFor({ timeout: HANG_MS });
      expect(await page.locator('#salida').innerHTML()).to.equal('98765');
      expect(await page.content()).to.include('<h1>Censo</h1>');
      expect(asked).to.deep.equal(['GET /con-imagen', 'GET /imagen.png', 'POST /respuesta']);
      expect(failed).to.deep.equal(['net::ERR_FAILED']);

      const late = await failureOf(page.locator('#never').waitFor({ timeout: 50 }));
      expect(late.name).to.equal('TimeoutError');

      await context.close();
      await browser.close();
      expect(browser.isConnected()).to.equal(false);
      await nothingLeft();
    });

    it('tells of a tab that crashes, lives on, tells that it was killed, and leaves nothing', async () => {
      const context = await open();
      const page = await context.newPage();
      const crashed = new Promise<void>((resolve) => page.on('crash', resolve));
      await page.goto(site.url);
      // With rebrowser it would wait to its end.
      const timeout = name === 'rebrowser' ? 1_500 : HANG_MS;
      const waiting = failureOf(page.locator('#never').waitFor({ timeout }));
      await failureOf(page.goto('chrome://crash', { timeout: HANG_MS }));
      await crashed;
      const { message } = await waiting;
      expect(message).to.include(name === 'rebrowser' ? 'Timeout' : 'Target crashed');
      await context.close();
      expect(browser.isConnected()).to.equal(true);

      const another = await (await open()).newPage();
      await another.goto(site.url);
      const gone = new Promise<void>((resolve) => browser.on('disconnected', resolve));
      const stillWaiting = failureOf(another.locator('#never').waitFor({ timeout: HANG_MS }));
      browser.kill();
      const [killed] = await Promise.all([stillWaiting, gone]);
      expect(killed.message).to.match(/closed/i);
      await nothingLeft();
    });
  });
});
