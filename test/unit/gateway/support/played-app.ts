import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createListener } from '../../../../services/gateway/app.ts';
import { openDoor } from '../../../../services/gateway/door/door.ts';
import type { StreamHub } from '../../../../services/gateway/live/hub.ts';
import { createGatewayMetrics } from '../../../../services/gateway/metrics.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { loadConfig } from '../../../../shared/config/load.ts';
import type { ActionInput, ActionName } from '../../../../shared/contract/actions.ts';
import { createMetrics } from '../../../../shared/metrics/metrics.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';

/** What each service answers; an action that nobody plays fails. */
export type Played = Record<string, (params: never) => unknown>;

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Told {
  status: number;
  /** Where it leads to; null when nowhere. */
  location: string | null;
  /** Name and value of every cookie that it sets, with its attributes. */
  cookies: string[];
  text: string;
}

/** The gateway alone, over HTTP, with services that are played. */
export interface PlayedApp {
  /** Sends a request and reads nothing: the body is the caller's. */
  open(path: string, asked?: Asked): Promise<IncomingMessage>;
  /** The same, read to its end. */
  ask(path: string, asked?: Asked): Promise<Told>;
  /** Every call that the gateway made, by its action. */
  calls(action: ActionName): ActionInput<ActionName>[];
  /** What was logged as a fault. */
  faults: unknown[];
  close(): Promise<void>;
}

const TEXT = readFileSync(join(import.meta.dirname, '../../../../consent/2026-11-26b.md'), 'utf8');

/** What most tests are not about. */
const usually: Played = {
  'accounts.policy': () => ({
    ...{ version: '2026-11-26b', date: '2026-11-26', text: TEXT, hash: 'c0'.repeat(32) },
    ...{ current: '2026-11-26b', versions: [{ version: '2026-11-26b', date: '2026-11-26' }] },
  }),
};

/** Starts it on a free port. @param config what differs from a portal under development @param hub the streams; none are opened unless told */
export const playApp = async (
  play: Played,
  config: Partial<Config> = {},
  hub = {} as StreamHub,
): Promise<PlayedApp> => {
  const made: [ActionName, ActionInput<ActionName>][] = [];
  const faults: unknown[] = [];
  const call = (async (name: ActionName, params: ActionInput<ActionName>) => {
    made.push([name, params]);
    const played = play[name] ?? usually[name];
    if (played === undefined) throw new Error(`nobody plays ${name}`);
    return played(params as never);
  }) as Call;
  const metrics = createGatewayMetrics(createMetrics());
  const whole = {
    // Tests send more from one address than a stand does.
    ...loadConfig({ LIMIT_REGISTER: '600 ip=10000', LIMIT_LOGIN: '600 ip=10000' }),
    ...{ production: false, simulatedData: true, proxyHops: 0, publicUrls: [] },
    ...config,
  };
  const log = {
    error: (_message: string, error: unknown) => void faults.push(error),
    warn: () => {},
    info: () => {},
  };
  const door = openDoor({ config: whole, metrics, log });
  const listener = createListener({
    assets: { url: (name) => `/assets/${name}`, serve: async (_ctx, next) => void (await next()) },
    config: whole,
    ...{ call, door },
    ...{ hub, metrics, log },
  });
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const open: PlayedApp['open'] = async (path, { method = 'GET', headers = {}, body } = {}) => {
    const sent = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    // A connection that breaks off is told to whoever reads the body.
    sent.on('error', () => undefined);
    return response;
  };
  return {
    open,
    async ask(path, asked) {
      const response = await open(path, asked);
      return {
        status: response.statusCode ?? 0,
        location: response.headers.location ?? null,
        cookies: response.headers['set-cookie'] ?? [],
        text: await text(response),
      };
    },
    calls: (action) => made.filter(([name]) => name === action).map(([, params]) => params),
    faults,
    async close() {
      door.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
