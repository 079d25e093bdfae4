import type { Socket } from 'node:net';
import { expect } from 'chai';
import type { ProxyOptions } from '../../services/scraper/browser/driver.ts';
import { isProxyFailure } from '../../services/scraper/browser/proxy-failure.ts';
import type { WarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { withContext } from '../support/browser/with-context.ts';
import { failureOf } from '../support/failures.ts';
import { startRawServer } from './support/proxy.ts';
import { makeWarm, makeWhole } from './support/warm.ts';

const never = new AbortController().signal;
/** Nobody listens there. */
const NOBODY = '127.0.0.1:65535';

const says =
  (status: string, ...headers: string[]) =>
  (socket: Socket): void => {
    socket.end(
      [`HTTP/1.1 ${status}`, ...headers, 'Content-Length: 0', 'Connection: close', '', ''].join('\r\n'),
    );
  };
const ASKS_FOR_LOGIN = says('407 Login', 'Proxy-Authenticate: Basic realm="x"');
const resets = (socket: Socket): void => {
  socket.resetAndDestroy();
};
const greetsAndRefuses = (socket: Socket): void => {
  socket.once('data', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))); // "connection refused"
  socket.write(Buffer.from([5, 0]));
};

/** Much, for a busy machine: each failure but one comes by itself. */
const PATIENCE_MS = 60_000;

/** By the headless shell, whose network is the same; what it does with an empty answer is not. */
describe('A failure through a proxy', () => {
  let warm: WarmBrowser;
  let whole: WarmBrowser;
  const servers: { close(): void }[] = [];

  before(async () => {
    warm = await makeWarm();
    whole = await makeWhole();
  });
  after(() => Promise.all([warm.close(), whole.close()]));
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const serve = async (answer: (socket: Socket) => void): Promise<string> => {
    const server = await startRawServer(answer);
    servers.push(server);
    return server.host;
  };
  const failureVia = (
    proxy: ProxyOptions | undefined,
    url: string,
    { timeout = PATIENCE_MS, browser = warm } = {},
  ): Promise<Error> =>
    failureOf(
      withContext(
        browser,
        async (context) => {
          const page = await context.newPage();
          await page.goto(url, { timeout });
        },
        never,
        { proxy },
      ),
    );

  describe("is the proxy's", () => {
    const cases: {
      when: string;
      scheme?: string;
      site?: string;
      login?: { username: string; password: string };
      proxy: string | ((socket: Socket) => void);
      error: string;
    }[] = [
      { when: 'nobody listens there', proxy: NOBODY, error: 'ERR_PROXY_CONNECTION_FAILED' },
      {
        when: 'nobody listens for SOCKS',
        scheme: 'socks5',
        proxy: NOBODY,
        error: 'ERR_PROXY_CONNECTION_FAILED',
      },
      { when: 'its name is unknown', proxy: 'no-such.invalid:3128', error: 'ERR_PROXY_CONNECTION_FAILED' },
      {
        when: 'it opens no way to an https:// site',
        proxy: says('502 Bad Gateway'),
        site: `https://${NOBODY}/`,
        error: 'ERR_TUNNEL_CONNECTION_FAILED',
      },
      {
        when: 'it speaks no SOCKS',
        scheme: 'socks5',
        proxy: says('400 Bad Request'),
        error: 'ERR_SOCKS_CONNECTION_FAILED',
      },
      {
        when: 'it says in SOCKS that the site refused',
        scheme: 'socks5',
        proxy: greetsAndRefuses,
        error: 'ERR_SOCKS_CONNECTION_FAILED',
      },
      {
        when: 'it asks for a login in no known way',
        proxy: says('407 Login'),
        site: `https://${NOBODY}/`,
        error: 'ERR_PROXY_AUTH_UNSUPPORTED',
      },
      { when: 'it asks for a login', proxy: ASKS_FOR_LOGIN, error: 'proxy_refused' },
      {
        when: 'it asks for a login before an https:// site',
        proxy: ASKS_FOR_LOGIN,
        site: `https://${NOBODY}/`,
        error: 'proxy_refused',
      },
      {
        when: 'it takes another login',
        proxy: ASKS_FOR_LOGIN,
        login: { username: 'ana', password: 'otra' },
        error: 'proxy_refused',
      },
      {
        when: 'it takes another login before an https:// site',
        proxy: ASKS_FOR_LOGIN,
        site: `https://${NOBODY}/`,
        login: { username: 'ana', password: 'otra' },
        error: 'proxy_refused',
      },
    ];
    for (const { when, scheme = 'http', site = `http://${NOBODY}/`, login, proxy, error } of cases) {
      it(`when ${when}`, async () => {
        const host = typeof proxy === 'string' ? proxy : await serve(proxy);
        const failure = await failureVia({ server: `${scheme}://${host}`, ...login }, site);
        expect('code' in failure ? failure.code : failure.message).to.include(error);
        expect(isProxyFailure(failure)).to.equal(true);
      });
    }

    it('as the text of a failed request says', () => {
      expect(isProxyFailure('net::ERR_PROXY_CONNECTION_FAILED')).to.equal(true);
      expect(isProxyFailure('net::ERR_FAILED')).to.equal(false);
    });
  });

  describe("may as well be the site's, and is not put down to the proxy,", () => {
    it('when the connection is reset or closed', async () => {
      for (const answer of [resets, (socket: Socket) => socket.end()]) {
        const failure = await failureVia({ server: `http://${await serve(answer)}` }, `https://${NOBODY}/`);
        expect(failure.message).to.match(/ERR_(CONNECTION_RESET|EMPTY_RESPONSE)/);
        expect(isProxyFailure(failure)).to.equal(false);
      }
    });

    it('when nothing comes', async () => {
      const failure = await failureVia(
        { server: `http://${await serve(() => undefined)}` },
        `http://${NOBODY}/`,
        { timeout: 1_000 },
      );
      expect(failure.name).to.equal('TimeoutError');
      expect(isProxyFailure(failure)).to.equal(false);
    });

    it("when an http:// site's answer is an empty 502", async () => {
      const proxy = { server: `http://${await serve(says('502 Bad Gateway'))}` };
      const failure = await failureVia(proxy, `http://${NOBODY}/`, { browser: whole });
      expect(failure.message).to.include('ERR_HTTP_RESPONSE_CODE_FAILURE');
      expect(isProxyFailure(failure)).to.equal(false);
    });
  });

  it("is the site's where there is no proxy", async () => {
    for (const site of [NOBODY, 'no-such.invalid', await serve(resets)])
      expect(isProxyFailure(await failureVia(undefined, `http://${site}/`)), site).to.equal(false);
    for (const answer of [says('503 Busy'), says('401 Login', 'WWW-Authenticate: Basic realm="x"')]) {
      const failure = await failureVia(undefined, `http://${await serve(answer)}/`, { browser: whole });
      expect(isProxyFailure(failure)).to.equal(false);
    }
  });

  it('leaves the browser as it was', async () => {
    await failureVia({ server: `http://${NOBODY}` }, `http://${NOBODY}/`);
    expect(warm.stats()).to.include({ launched: 1, retired: 0, crashed: 0, open: 0 });
  });
});
