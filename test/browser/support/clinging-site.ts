import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Asks by each way that outlives a page when it goes. */
const LAST_WORDS = `for (const event of ['pagehide', 'visibilitychange', 'unload', 'beforeunload'])
  addEventListener(event, () => {
    navigator.sendBeacon('/ultimo/beacon-' + event, 'x');
    fetch('/ultimo/fetch-' + event, { method: 'POST', keepalive: true, body: 'x' });
    new Image().src = '/ultimo/imagen-' + event;
  });`;

/** Says what it finds of a visit before, and leaves something in every place that a page has. */
const TRACES = `(async () => {
  const found = ['history ' + history.length];
  const look = (place, is) => is && found.push(place);
  look('cookie', document.cookie !== '');
  look('localStorage', localStorage.length > 0);
  look('sessionStorage', sessionStorage.length > 0);
  look('name', window.name !== '');
  look('caches', await caches.has('a'));
  look('indexedDB', (await indexedDB.databases()).length > 0);
  document.cookie = 'a=1; max-age=3600';
  localStorage.a = sessionStorage.a = window.name = '1';
  await caches.open('a');
  await new Promise((opened) => { indexedDB.open('a', 1).onsuccess = opened; });
  document.body.dataset.found = found.join(', ');
})();`;

/** Of another site, as a captcha's frame; Chromium may refuse it any storage. */
const FRAME = `let found = 'nothing';
  try {
    if (localStorage.length > 0 || document.cookie !== '') found = 'something';
    localStorage.a = '1';
    document.cookie = 'a=1; SameSite=None; Secure; max-age=3600';
  } catch (error) {
    if (error.name !== 'SecurityError') found = String(error);
  }
  parent.postMessage(found, '*');`;

const page = (port: number): string => `<!doctype html><html lang="es"><body><script>
  addEventListener('message', ({ data }) => { document.body.dataset.frame = data; });
  ${LAST_WORDS}${TRACES}</script><script src="/parte.js"></script>
  <iframe src="http://127.0.0.2:${port}/marco"></iframe><iframe src="/marco-propio"></iframe>
  <iframe src="/marco-propio" sandbox="allow-scripts"></iframe>`;

const FOUND = "document.body.dataset.found = '';";
/** Pages of which something goes on when they have gone; each says that it does. */
const GO_ON: Record<string, string> = {
  '/en-camino': `fetch('/sin-respuesta', { keepalive: true }); ${FOUND}`,
  '/con-obrero': `new SharedWorker('/obrero.js', { extendedLifetime: true }).port.onmessage = () => { ${FOUND} };`,
};
const WORKER =
  "onconnect = ({ ports: [port] }) => port.postMessage('here'); setInterval(() => fetch('/ultimo/obrero'), 20);";

/** A request, and whether it brought a cookie. */
interface Asked {
  path: string;
  hasCookie: boolean;
}

/**
 * A site whose page leaves something wherever it can, asks for more as it goes, and says in `data-found` and `data-frame` of its
 * body what it finds of a visit before; all that it gives may be kept by a cache. `asked` is forgotten before each test.
 */
export const useClingingSite = (): { readonly url: string; readonly asked: readonly Asked[] } => {
  const site = { url: '', asked: [] as Asked[] };
  let server: Server;
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      site.asked.push({ path, hasCookie: request.headers.cookie !== undefined });
      response.setHeader('cache-control', 'max-age=3600');
      response.setHeader('set-cookie', 'del-servidor=1; HttpOnly; Max-Age=3600');
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
      if (path === '/parte.js') response.end('document.documentElement.dataset.part = 1;');
      else if (path === '/con-parte') response.end('<script src="/parte.js"></script>');
      else if (path === '/sin-respuesta') return;
      else if (path === '/obrero.js') response.end(WORKER);
      else if (path in GO_ON) response.end(`<body><script>${GO_ON[path]}</script>`);
      else if (path === '/marco') response.end(`<script>${FRAME}</script>`);
      else if (path === '/marco-propio') response.end(`<script>${LAST_WORDS}</script>`);
      else response.end(page((server.address() as AddressInfo).port)); // a TCP server has no other form
    });
    server.listen(0);
    await once(server, 'listening');
    site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // likewise
  });
  beforeEach(() => {
    site.asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return site;
};
