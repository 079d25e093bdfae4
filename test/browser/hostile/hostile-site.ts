import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWER, formPage } from '../../support/official/form-page.ts';

/** How a site answers one kind of request. The socket is the response's. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A page's behaviour: what its visit gets, and what its query. */
export interface Behaviour {
  visit?: Handler;
  query?: Handler;
}

export const html =
  (body: string, status = 200): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end(body);
  };

export const json =
  (body: string, status = 200): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  };

/** Takes the question and breaks the connection. */
export const reset: Handler = (request) => {
  request.socket.resetAndDestroy();
};

/** Sends a byte now and then, and never ends. */
export const drip: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};

/** A site whose pages behave as told, each below a path of its own: `/<name>/consultar/`. */
export const useHostileSite = (pages: Readonly<Record<string, Behaviour>>): { url(name: string): string } => {
  let server: Server;
  let origin = '';
  before(async () => {
    server = createServer((request, response) => {
      const [, name = ''] = (request.url ?? '').split('/');
      const { visit = html(formPage()), query = json(ANSWER) } = pages[name] ?? {};
      response.on('error', () => {}); // The visitor has gone: that is what many of these pages are about.
      (request.method === 'POST' ? query : visit)(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other form
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: (name) => `${origin}/${name}/consultar/` };
};
