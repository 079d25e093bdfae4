import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../shared/time/clock.ts';
import { route } from './router.ts';
import type { ObservedLookup, ObservedPage } from './state/observed.ts';
import { createState } from './state/state.ts';
import { beginOutage, type Outage } from './wire/outage.ts';
import { FORM_PATHS, type Profile } from './wire/profile.ts';
import { type Reply, text } from './wire/reply.ts';

/** How to start a simulator; everything has a default. */
export interface SimulatorOptions {
  /** Address to listen on. Default `127.0.0.1`: made-up answers are nobody else's business. */
  host?: string;
  /** Port to listen on. Default 0: any free one. */
  port?: number;
  /** Extra time before every consultation's answer, in ms. Default 150. */
  delayMs?: number;
  /** Called for every consultation as it is received, before it is answered. It must not throw. */
  onLookup?: (lookup: ObservedLookup) => void;
  clock?: Clock;
}

/** A simulator that is listening. */
export interface Simulator {
  /** E.g. `http://127.0.0.1:41234`, without a slash at the end. */
  origin: string;
  /** Full address of a profile's form page. */
  pageUrl(profile: Profile): string;
  /** Every consultation POST received, in order, also those that were refused; the last 10 000. */
  lookups: readonly ObservedLookup[];
  /** Every GET of a form page, in order; the last 10 000. */
  pages: readonly ObservedPage[];
  /** Changes the extra time before the answers to consultations received from now on, in ms. */
  setDelay(ms: number): void;
  /** Keeps the answers to consultations from now on until the function that it returns is called. */
  hold(): () => void;
  /** Begins trouble of one page, or of the whole site, or with null ends it. */
  setOutage(outage: Outage | null, page?: Profile): void;
  /** Forgets lookups, pages and which cédulas have already failed once. */
  reset(): void;
  /** Stops listening and ends every socket, those that hang and those that wait for the delay too. */
  close(): Promise<void>;
}

/**
 * Starts a local imitation of the official census pages; the cédula's last two digits decide how a consultation ends.
 *
 * @throws the listen error (`EADDRINUSE`, `EACCES`, …) when the address cannot be had.
 */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const { host = '127.0.0.1', port = 0, delayMs = 150, onLookup, clock = systemClock } = options;
  const state = createState({ delayMs, onLookup, clock });
  const closing = new AbortController();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { answer, delayed } = await route(request, state);
    if (answer === 'silence') return;
    if (answer === 'reset') {
      request.socket.destroy();
      return;
    }
    const { held } = state;
    if (delayed) await clock.wait(state.delayMs, closing.signal);
    if (delayed) await held;
    send(response, answer);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!closing.signal.aborted) fail(response, error);
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const origin = originOf(server, host);
  return {
    origin,
    pageUrl: (profile) => origin + FORM_PATHS[profile],
    lookups: state.lookups,
    pages: state.pages,
    setDelay: (ms) => {
      state.delayMs = ms;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      state.held = promise;
      return () => {
        if (state.held === promise) state.held = null;
        resolve();
      };
    },
    setOutage: (outage, page) => beginOutage(state.outages, outage, page),
    reset: () => state.reset(),
    close: () => {
      closing.abort();
      return close(server);
    },
  };
};

const send = (response: ServerResponse, { status, contentType, body, headers }: Reply): void => {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...headers });
  response.end(body);
};

/** A client that broke off, which nobody needs to hear of, or a bug, which must be seen. */
const fail = (response: ServerResponse, error: unknown): void => {
  if (response.destroyed || response.headersSent) return;
  send(response, text(`El simulador falló: ${String(error)}`, 500));
};

/** The address to reach the server at; "every interface" is reached over loopback. */
const originOf = (server: Server, host: string): string => {
  // A server that listens on a TCP port has an AddressInfo; the other types belong to pipes and closed servers.
  const { port } = server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // The callback's error only says that the server was closed already, which is what was asked for.
    server.close(() => resolve());
    server.closeAllConnections();
  });
