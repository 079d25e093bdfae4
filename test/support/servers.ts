import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../shared/persistence/embedded/free-port.ts';
import { startEmbeddedPostgres } from '../../shared/persistence/embedded-postgres.ts';
import { type Child, startChild } from './child.ts';

/** The servers of the distributed mode, private to one test system. */
export interface Servers {
  natsUrl: string;
  redisUrl: string;
  databaseUrl: string;
  nats: Child;
  redis: Child;
  stop(): Promise<void>;
}

/** Debian's folders for servers are not always on a user's PATH. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin'];

const find = (program: string): string | null => {
  for (const folder of folders) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
};

/** Debian packages of the servers that this machine lacks; Postgres comes with npm. */
export const missingPackages = (): string[] =>
  ['nats-server', 'redis-server'].filter((name) => find(name) === null);

const quiet = { info: () => {}, warn: () => {} };

/** Starts NATS with JetStream, its data below `folder`; resolves when it takes connections. */
export const startNats = async (port: number, folder: string): Promise<Child> => {
  const nats = startChild(find('nats-server') ?? 'nats-server', [
    ...['-a', '127.0.0.1', '-p', String(port)],
    ...['-js', '-sd', join(folder, 'nats')],
  ]);
  await nats.printed('Server is ready');
  return nats;
};

/** Starts NATS with JetStream, Redis without persistence and Postgres, on free ports, with data in a folder that goes. */
export const startServers = async (): Promise<Servers> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-servers-'));
  const [natsPort, redisPort] = [await freePort(), await freePort()];
  const nats = await startNats(natsPort, folder);
  const redis = startChild(find('redis-server') ?? 'redis-server', [
    ...['--bind', '127.0.0.1', '--port', String(redisPort)],
    ...['--save', '', '--appendonly', 'no', '--dir', folder],
  ]);
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), quiet);
  await redis.printed('Ready to accept connections');
  return {
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    redisUrl: `redis://127.0.0.1:${redisPort}`,
    databaseUrl: postgres.url,
    nats,
    redis,
    async stop() {
      await Promise.all([nats.stop(), redis.stop(), postgres.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
