import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { isAppError } from '../errors.ts';
import { startLoop } from '../time/loop.ts';
import { type Cluster, prepareCluster } from './embedded/cluster.ts';
import type { Keeper } from './embedded/keeper.ts';
import { serverUrl, startServer } from './embedded/server.ts';

export interface EmbeddedPostgres {
  url: string;
  /** Fast shutdown: open transactions are rolled back, the data are flushed. Bounded to 5 s. */
  stop(): Promise<void>;
}

interface Log {
  info(message: string): void;
  warn(message: string): void;
}

const START_TRIES = 3;
const BACKOFF = { firstMs: 250, lastMs: 10_000 };

/**
 * Starts a Postgres of our own from npm binaries, with its data below `dataDir`. It listens on a free loopback port,
 * asks for a password kept in the same folder, and ends with this process whatever way this process ends. When it
 * ends unasked it is started again, on the same port.
 *
 * @throws AppError `postgres_missing` without binaries for this machine, `postgres_failed` with the server's own words
 */
export const startEmbeddedPostgres = async (dataDir: string, log: Log): Promise<EmbeddedPostgres> => {
  const cluster = await prepareCluster(dataDir);
  const { server, port } = await startOnFreePort(cluster, log);
  log.info(`embedded Postgres ready on 127.0.0.1:${port}, data in ${cluster.data}`);
  return { url: serverUrl(cluster, port), stop: keepUp(server, () => startServer(cluster, port), log) };
};

const startOnFreePort = async (cluster: Cluster, log: Log): Promise<{ server: Keeper; port: number }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { server: await startServer(cluster, port), port };
    } catch (error) {
      // Somebody may have taken the port between our look and the server's start.
      const taken = isAppError(error) && String(error.cause).includes('Address already in use');
      if (attempt === START_TRIES || !taken) throw error;
      log.warn(`port ${port} was taken, trying another`);
    }
  }
};

/** @returns a TCP port of 127.0.0.1 that nobody was using a moment ago */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is never a string.
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts a server again whenever it has ended unasked. @returns what stops it for good */
const keepUp = (first: Keeper, startAgain: () => Promise<Keeper>, log: Log): (() => Promise<void>) => {
  let server = first;
  let isDown = false;

  const loop = startLoop({
    ...{ idleMs: 0, backoff: BACKOFF },
    async work(signal) {
      if (isDown) {
        server = await startAgain();
        log.info('embedded Postgres is back');
      }
      // Stopped while it was starting.
      if (signal.aborted) return server.stop();
      await server.ended;
      isDown = true;
      if (!signal.aborted)
        log.warn(`embedded Postgres ended unasked, starting it again: ${lastLine(server.output())}`);
    },
    failed(error, restMs) {
      // One that is being stopped has no next try.
      const next = restMs > 0 ? `, next try in ${restMs} ms` : '';
      log.warn(`embedded Postgres does not start${next}: ${error}`);
    },
  });
  return async () => {
    const stopped = loop.stop();
    await server.stop();
    await stopped;
  };
};

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
