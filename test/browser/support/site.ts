import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const FORM = `<!doctype html><html lang="es"><title>Consulta</title>
    <h1>Censo</h1>
    <form><input id="nuip"><select id="tipo"><option value="-1">Seleccione</option><option value="1">Lugar</option></select>
    <button type="button" onclick="fetch('/respuesta', { method: 'POST', body: document.querySelector('#nuip').value })
      .then(r => r.json()).then(j => { document.querySelector('#salida').textContent = j.nuip; })">Consultar</button></form>
    <output id="salida"></output>`;

const PAGES: Record<string, string> = {
  '/': FORM,
  '/con-imagen': `${FORM}<img src="/imagen.png">`,
  '/visitante': `<!doctype html><p id="todo"></p><script>document.querySelector('#todo').textContent = JSON.stringify({
    language: navigator.language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, width: innerWidth,
    userAgent: navigator.userAgent })</script>`,
  '/ocupada': '<!doctype html><h1>Ocupada</h1><script>setTimeout(() => { for (;;); }, 0)</script>',
  // 400 MiB that are really used.
  '/pesada':
    '<!doctype html><h1>Pesada</h1><script>kept = Array.from({ length: 40 }, () => new Uint8Array(10 * 2 ** 20).fill(1))</script>',
};

/** A local web site for the tests of one file. `/respuesta` echoes what was posted as `{nuip}`. `userAgents` of who visited. */
export const useSite = (): { readonly url: string; readonly userAgents: string[] } => {
  const site = { url: '', userAgents: [] as string[] };
  let server: Server;
  before(async () => {
    server = createServer(async (request, response) => {
      if (request.url === '/visitante') site.userAgents.push(request.headers['user-agent'] ?? '');
      if (request.url === '/respuesta') {
        const body = await Array.fromAsync(request);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ nuip: Buffer.concat(body).toString() }));
        return;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(PAGES[request.url ?? ''] ?? '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other form
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return site;
};
