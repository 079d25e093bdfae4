import pg from 'pg';
import { systemClock } from '../../time/clock.ts';
import { retry } from '../../time/retry.ts';
import { quietArguments } from '../roles/quiet-log.ts';
import type { Cluster } from './cluster.ts';
import { postgresFailed } from './failed.ts';
import { type Keeper, startKept } from './keeper.ts';

const START_TIMEOUT_MS = 30_000;
const PAUSE_MS = 50;

/** Address of a cluster's server on a loopback port. */
export const serverUrl = ({ password }: Pick<Cluster, 'password'>, port: number): string =>
  `postgres://censo:${password}@127.0.0.1:${port}/postgres`;

/**
 * Starts a cluster's server on a loopback port; resolves when it takes connections.
 *
 * @throws AppError `postgres_failed` with the server's own words, once it has ended
 */
export const startServer = async (cluster: Cluster, port: number): Promise<Keeper> => {
  const server = startKept(cluster.programs.postgres, serverArguments(cluster.data, port));
  try {
    await waitUntilReady(server, serverUrl(cluster, port));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
};

const serverArguments = (data: string, port: number): string[] => [
  ...['-D', data, '-p', String(port)],
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
  ...quietArguments(),
  ...['-c', 'max_connections=60', '-c', 'shared_buffers=32MB', '-c', 'timezone=UTC'],
];

const waitUntilReady = async (server: Keeper, url: string): Promise<void> => {
  const deadline = systemClock.elapsed() + START_TIMEOUT_MS;
  const connect = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
    } finally {
      await client.end().catch(() => undefined); // Never connected: there is nothing to end.
    }
  };
  await retry(connect, (error) => {
    if (!server.isRunning()) throw postgresFailed(server.output());
    if (systemClock.elapsed() > deadline) throw postgresFailed(`${error}\n${server.output()}`);
    return PAUSE_MS;
  });
};
