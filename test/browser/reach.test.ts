import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { ProxyOptions } from '../../services/scraper/browser/driver.ts';
import { hostRules } from '../../services/scraper/browser/reach/reach.ts';
import { createWarmBrowser, type WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { PAST_THE_PROXY } from '../../shared/origin/private-address.ts';
import { keptLog } from '../support/browser/log.ts';
import { withContext } from '../support/browser/with-context.ts';
import { failureOf } from '../support/failures.ts';
import { withEveryDriver } from './support/every-driver.ts';
import { type LocalProxy, startProxy } from './support/proxy.ts';
import { useSite } from './support/site.ts';

const never = new AbortController().signal;

/** Without any route: what the browser itself refuses, whoever asks. */
describe("A browser's own rules", () => {
  const site = useSite();
  let proxy: LocalProxy;
  let other: Server;
  let leads: Server;
  let caught: string[];
  let led: number;
  const portOf = (server: Server): number => (server.address() as AddressInfo).port; // a TCP server has no other form

  before(async () => {
    proxy = await startProxy();
    other = createServer(({ url }, response) => {
      caught.push(url ?? '');
      response.end('caught');
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    leads = createServer((_request, response) => {
      led += 1;
      response.writeHead(302, { location: `http://127.0.0.1:${portOf(other)}/led` }).end();
    }).listen(0, '127.0.0.1');
    await once(leads, 'listening');
  });
  beforeEach(() => {
    caught = [];
    led = 0;
  });
  after(() => {
    proxy.close();
    for (const server of [other, leads]) {
      server.closeAllConnections();
      server.close();
    }
  });

  withEveryDriver((_name, loaded) => {
    let warm: WarmBrowser;
    before(() => {
      // The second target is called by a name, so that 127.0.0.1 is a private address like any other.
      const targets = [site.url, `http://localhost:${portOf(leads)}/`];
      warm = createWarmBrowser({
        ...{ driver: loaded.driver, located: loaded.located, log: keptLog() },
        rules: async () => hostRules(targets, [], [proxy.server]),
      });
    });
    after(() => warm.close());

    /** Goes from one address to the next. */
    const onAPage = (
      work: (visit: (url: string) => Promise<string>) => Promise<void>,
      way?: ProxyOptions,
    ): Promise<void> =>
      withContext(
        warm,
        async (context) => {
          const page = await context.newPage();
          await work(async (url) => {
            await page.goto(url);
            return page.content();
          });
        },
        never,
        { proxy: way },
      );

    it('let it go to the target and nowhere else, not even where the target leads it', async () => {
      await onAPage(async (visit) => {
        expect(await visit(site.url)).to.include('Censo');
        for (const elsewhere of [
          `http://127.0.0.1:${portOf(other)}/`,
          `http://localhost:${portOf(other)}/`,
          `http://localhost:${portOf(leads)}/`,
        ])
          expect((await failureOf(visit(elsewhere))).message, elsewhere).to.include('net::ERR_');
      });
      expect(led, 'the last one is a target').to.be.above(0);
      expect(caught).to.deep.equal([]);
    });

    it('let no address of a private network be asked of a proxy, which would go there', async () => {
      const target = `http://localhost:${portOf(leads)}/`;
      const bypass = PAST_THE_PROXY.replace('localhost,*.localhost,', '').replace(',<local>', '');
      const way = { server: proxy.server, bypass };
      await onAPage(async (visit) => {
        for (const address of [
          target,
          `http://127.0.0.1:${portOf(other)}/`,
          'http://169.254.169.254/',
          'http://[::1]/',
        ])
          expect((await failureOf(visit(address))).message, address).to.include('net::ERR_');
      }, way);
      expect(proxy.passed.splice(0), 'the target, which led elsewhere').to.deep.equal([`GET ${target}`]);
      expect(caught).to.deep.equal([]);
    });
  });
});
