import { expect } from 'chai';
import type { ProxyOptions } from '../../services/scraper/browser/driver.ts';
import { isProxyFailure } from '../../services/scraper/browser/proxy-failure.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { lightBrowser } from '../support/browser/light-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { withContext } from '../support/browser/with-context.ts';
import { HANG_MS } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { type LocalProxy, startProxy } from './support/proxy.ts';
import { useSite } from './support/site.ts';

const never = new AbortController().signal;
const LOGIN = { username: 'ana', password: 'a:b c' };

/** By the headless shell with each driver, whose network is the same. */
describe("A context's proxy", () => {
  const site = useSite();
  let open: LocalProxy;
  let guarded: LocalProxy;

  beforeEach(async () => {
    [open, guarded] = await Promise.all([startProxy(), startProxy(LOGIN)]);
  });
  afterEach(() => {
    open.close();
    guarded.close();
  });

  withEveryDriver((_name, loaded) => {
    let warm: WarmBrowser;
    before(() => {
      warm = createWarmBrowser({ driver: loaded.driver, located: loaded.located, log: keptLog() });
    });
    after(() => warm.close());

    const post = (proxy?: ProxyOptions): Promise<string> =>
      withContext(
        warm,
        async (context) => {
          await context.route(/^https?:/, (route) => route.continue());
          const page = await context.newPage();
          await page.goto(site.url);
          await page.locator('#nuip').fill('1234567');
          await page.locator('button').click();
          await page.locator('#salida:not(:empty)').waitFor({ timeout: HANG_MS });
          return page.locator('#salida').innerHTML();
        },
        never,
        { proxy },
      );

    it('is the way for everything, this machine too, each context its own, with and without login', async () => {
      const withLogin = { server: guarded.server, ...LOGIN };
      const answers = await Promise.all([post({ server: open.server }), post(withLogin), post()]);
      expect(answers).to.deep.equal(['1234567', '1234567', '1234567']);
      const all = [`GET ${site.url}/`, `POST ${site.url}/respuesta`];
      expect(open.passed).to.deep.equal(all);
      expect(guarded.passed).to.deep.equal(all);
      expect(warm.stats().launched).to.equal(1);
    });

    it('opens the way to an https:// site, and tells when it does not', async () => {
      const secure = site.url.replace('http:', 'https:');
      const visit = (proxy: ProxyOptions): Promise<Error> =>
        failureOf(
          withContext(warm, async (context) => (await context.newPage()).goto(secure), never, { proxy }),
        );

      // The site speaks no TLS, so its refusal is what comes back through an open way.
      const reached = await visit({ server: guarded.server, ...LOGIN });
      expect(reached.message).to.include('ERR_SSL_PROTOCOL_ERROR');
      expect(isProxyFailure(reached)).to.equal(false);
      // After such an error Chromium may also ask Google whether the network wants a login.
      expect(guarded.passed).to.include(`CONNECT ${new URL(site.url).host}`);

      const refused = await visit({ server: guarded.server, username: 'ana', password: 'otra' });
      expect(refused).to.include({ code: 'proxy_refused' });
      expect(isProxyFailure(refused)).to.equal(true);
      guarded.close();
      expect(isProxyFailure(await visit({ server: guarded.server, ...LOGIN }))).to.equal(true);
    });
  }, lightBrowser);
});
