import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWER, formPage } from '../../support/official/form-page.ts';

/** A server that a page has no business with, and what came to it all the same. */
interface Trap {
  port: number;
  /** Connections and datagrams, each as what was first seen of it. */
  caught: string[];
  close(): void;
}

/** Listens on TCP and UDP, and answers whatever comes as another site would, with leave to read it. */
export const startTrap = async (): Promise<Trap> => {
  const caught: string[] = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' });
    response.end(`<title>caught ${request.url}</title>`);
  });
  server.on('connection', (socket) => {
    caught.push('a connection');
    socket.on('error', () => {}); // Whoever fell in may go as they like.
  });
  server.on('request', ({ method, url }: IncomingMessage) => caught.push(`${method} ${url}`));
  server.on('upgrade', ({ url }: IncomingMessage, socket) => {
    caught.push(`a socket ${url}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other form
  const udp = createSocket('udp4', () => caught.push('a datagram'));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port,
    caught,
    close() {
      server.closeAllConnections();
      server.close();
      udp.close();
    },
  };
};

/** What a visit gets: a script before the form, or a redirect. */
type Behaviour = { script: string } | { redirect: string };

export interface HostileSite {
  /** Full address of the page. */
  url: string;
  /** @param next what each visit gets from here on @param until the form's own query is answered only then */
  behave(next: Behaviour, until?: Promise<void>): void;
  /** What the page's scripts told their own server. */
  told: string[];
  close(): void;
}

/** The official page in the hands of somebody else: its form works, and its scripts attack. */
export const startHostileSite = async (): Promise<HostileSite> => {
  const told: string[] = [];
  let behaviour: Behaviour = { script: '' };
  let mayAnswer = Promise.resolve();
  const server: Server = createServer(async (request, response) => {
    response.on('error', () => {}); // The visitor has gone.
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    if (pathname === '/told') {
      told.push(body);
      response.end();
    } else if (pathname === '/lead-away') {
      const to = new URL(request.url ?? '', 'http://x').searchParams.get('to') ?? '';
      response.writeHead(302, { location: to }).end();
    } else if (pathname === '/a-file') {
      response.writeHead(200, { 'content-disposition': 'attachment; filename=a.sh' }).end('#!/bin/sh');
    } else if (request.method === 'POST') {
      await mayAnswer;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(ANSWER.replaceAll('1020304050', body));
    } else if ('redirect' in behaviour) {
      response.writeHead(302, { location: behaviour.redirect }).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(formPage(`<script>${behaviour.script}</script>`));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other form
  return {
    url: `http://127.0.0.1:${port}/consultar/`,
    behave(next, until = Promise.resolve()) {
      behaviour = next;
      mayAnswer = until;
    },
    told,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
