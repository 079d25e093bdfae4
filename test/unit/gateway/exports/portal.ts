import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../../services/gateway/app.ts';
import type { Config } from '../../../../shared/config/config.ts';
import type { Role, User } from '../../../../shared/contract/accounts.ts';
import type { ActionInput, ActionName } from '../../../../shared/contract/actions.ts';
import { createMetrics } from '../../../../shared/metrics/metrics.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { answer, user } from './rows.ts';

/** The gateway alone, over HTTP, with services that are played. */
export interface PlayedPortal {
  /** Opens a path; the body is read only as the caller does. */
  open(path: string, method?: string): Promise<IncomingMessage>;
  /** Every call that the gateway made, by its action. */
  calls(action: ActionName): ActionInput<ActionName>[];
  close(): Promise<void>;
}

interface Script {
  role?: Role;
  /** Letters in each name that no compression makes fewer; a short name unless told. */
  letters?: number;
  /** How many pages of 500 there are. */
  pages: number;
  /** Runs before each page of referrals, the first is 0; may wait or throw. */
  onPage?(page: number): Promise<void> | void;
  /** Whether the session is still good, asked again and again. */
  session?(): boolean;
}

const PAGE = 500;

/** Starts it on a free port. */
export const playPortal = async ({
  role = 'LEADER',
  pages,
  letters,
  onPage,
  session,
}: Script): Promise<PlayedPortal> => {
  const self: User = user({ role });
  const made: [ActionName, ActionInput<ActionName>][] = [];
  const play: Record<string, (params: never) => unknown> = {
    'accounts.session': () => (session?.() === false ? null : { user: self }),
    'accounts.noteExport': () => null,
    'accounts.referralCounts': () => ({ todos: pages * PAGE }),
    'accounts.referrals': async ({ cursor = '0' }: { cursor?: string }) => {
      const page = Number(cursor);
      await onPage?.(page);
      const items = Array.from({ length: PAGE }, () =>
        user(letters === undefined ? {} : { nombreCompleto: randomBytes(letters / 2).toString('hex') }),
      );
      return { items, next: page + 1 < pages ? String(page + 1) : null };
    },
    'census.answers': ({ userIds }: { userIds: string[] }) => userIds.map((id) => answer(id)),
  };
  const call = (async (name: ActionName, params: ActionInput<ActionName>) => {
    made.push([name, params]);
    const played = play[name];
    if (played === undefined) throw new Error(`nobody plays ${name}`);
    return played(params as never);
  }) as Call;

  const app = createApp({
    assets: { url: (name) => `/assets/${name}`, serve: async (_ctx, next) => void (await next()) },
    config: { production: false, simulatedData: true, trustProxy: false } as Config,
    call,
    hub: {} as Parameters<typeof createApp>[0]['hub'],
    metrics: createMetrics(),
    log: { error: () => undefined, warn: () => undefined },
  });
  const server = createServer(app.callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    async open(path, method = 'GET') {
      const headers = { cookie: 'censo-session=played' };
      const sent = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false });
      sent.end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      // A connection that breaks off is told to whoever reads the body.
      sent.on('error', () => undefined);
      return response;
    },
    calls: (action) => made.filter(([name]) => name === action).map(([, params]) => params),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
