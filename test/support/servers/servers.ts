import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf } from '../../../scripts/production/censo/keys/files.ts';
import { redisUsersFile } from '../../../scripts/production/censo/keys/redis-users.ts';
import { freshSecrets, redisUsers, type Secrets } from '../../../scripts/production/censo/keys/secrets.ts';
import type { ServiceName } from '../../../shared/contract/services.ts';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { serverUrl, startServer } from '../../../shared/persistence/embedded/server.ts';
import { type Child, startChild } from '../processes/child.ts';
import { findProgram } from '../processes/find-program.ts';
import { childrenOf, signalIfThere } from '../processes/processes.ts';
import { unusedPort } from '../processes/unused-port.ts';
import { putCluster } from './cluster.ts';
import { writeNatsConfig } from './nats-access.ts';
import { natsServer } from './nats-server.ts';
import { roleUrl } from './roles.ts';

/** A server of the distributed mode that a test may kill, and start again on the same port with the same data. */
export interface TestServer {
  /** With SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** As its manifest ends it; resolves when it is gone. */
  stop(): Promise<void>;
  /** With SIGSTOP, all of its processes: connections stay open, and nothing is answered. */
  freeze(): Promise<void>;
  /** With SIGCONT. */
  thaw(): Promise<void>;
}

/** The servers of the distributed mode, private to one test system. */
export interface Servers {
  /** Where NATS is, for those who have a user there. */
  natsUrl: string;
  /** The addresses and secrets that a service's process has, and no others. */
  envOf(service: ServiceName): Record<string, string>;
  /** An administrator's. */
  databaseUrl: string;
  /** What Postgres has written to its log, the end of it. */
  postgresLog(): string;
  /** Where NATS keeps what it keeps. */
  natsFolder: string;
  /** These keep their data over a restart, unless they are removed. */
  nats: TestServer & { forget(): Promise<void> };
  redis: TestServer & { forget(): Promise<void> };
  postgres: TestServer;
  stop(): Promise<void>;
}

/** Debian packages of the servers that this machine lacks; Postgres comes with npm. */
export const missingPackages = (): string[] => [
  ...(natsServer() === null ? ['nats-server'] : []),
  ...(findProgram('redis-server') === null ? ['redis-server'] : []),
];

/** How one has the servers that this machine lacks, of those that are wanted; null when none is missing. */
export const missingServers = (...wanted: ('nats-server' | 'redis-server')[]): string | null => {
  const missing = missingPackages().filter((name) => wanted.some((one) => one === name));
  return missing.length === 0 ? null : `apt-get install ${missing.join(' ')}`;
};

/**
 * Starts NATS with JetStream, its data below `folder`; resolves when it takes connections. It knows no users unless its
 * configuration says them.
 */
export const startNats = async (
  port: number,
  folder: string,
  { program = natsServer() ?? 'nats-server', config }: { program?: string; config?: string } = {},
): Promise<Child> => {
  const nats = startChild(program, [
    ...(config === undefined ? [] : ['--config', config]),
    ...['-a', '127.0.0.1', '-p', String(port)],
    ...['-js', '-sd', join(folder, 'nats')],
  ]);
  await nats.printed('Server is ready');
  return nats;
};

const KEPT = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** Starts Redis, which, unless told otherwise, writes every change to a file in `folder`; resolves when it takes connections. */
export const startRedis = async (
  port: number,
  folder: string,
  settings: readonly string[] = KEPT,
): Promise<Child> => {
  const redis = startChild(findProgram('redis-server') ?? 'redis-server', [
    ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
    ...settings,
  ]);
  await redis.printed('Ready to accept connections');
  return redis;
};

/** Starts Redis with the users that are shipped. */
export const startShippedRedis = async (port: number, folder: string, secrets: Secrets): Promise<Child> => {
  const users = join(folder, 'users.acl');
  await writeFile(users, redisUsersFile(secrets.redis));
  return startRedis(port, folder, [...KEPT, '--aclfile', users]);
};

/** How a user of the shipped ones reaches Redis. */
export const redisUrlOf = (user: keyof Secrets['redis'], secrets: Secrets, port: number): string =>
  `redis://${user}:${secrets.redis[user]}@127.0.0.1:${port}`;

const restartable = async (begin: () => Promise<Child>): Promise<TestServer> => {
  let child = await begin();
  return {
    async kill() {
      child.kill('SIGKILL');
      await child.ended;
    },
    async start() {
      child = await begin();
    },
    stop: () => child.stop(),
    freeze: async () => child.kill('SIGSTOP'),
    thaw: async () => child.kill('SIGCONT'),
  };
};

const postmasterOf = async (folder: string): Promise<number> => {
  const [pid = ''] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
};

/** Kills the Postgres whose data are below `folder`, with SIGKILL. */
export const killPostgres = async (folder: string): Promise<void> => {
  process.kill(await postmasterOf(folder), 'SIGKILL');
};

const restartablePostgres = async (folder: string): Promise<TestServer & { url: string; log(): string }> => {
  await putCluster(folder);
  const cluster = await prepareCluster(folder);
  const port = await unusedPort();
  let server = await startServer(cluster, port);
  /** The first one first: it makes no more of them then. */
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    const postmaster = await postmasterOf(folder);
    process.kill(postmaster, signal);
    for (const pid of childrenOf(postmaster)) signalIfThere(pid, signal);
  };
  return {
    url: serverUrl(cluster, port),
    log: () => server.output(),
    async kill() {
      await killPostgres(folder);
      await server.ended;
    },
    async start() {
      server = await startServer(cluster, port);
    },
    // A fast shutdown, as the manifest's preStop asks for: SIGTERM alone waits for every connection to end by itself.
    stop: () => server.stop(),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
};

const isRedisUser = (service: string): service is keyof Secrets['redis'] =>
  (redisUsers as readonly string[]).includes(service);

/** Starts NATS, Redis and Postgres on free ports, with the users that are shipped, and data in a folder that goes with them. */
export const startServers = async (): Promise<Servers> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-servers-'));
  const redisFolder = await mkdtemp(join(folder, 'redis-'));
  const [natsPort, redisPort] = [await unusedPort(), await unusedPort()];
  const secrets = freshSecrets();
  const config = await writeNatsConfig(folder, secrets);
  const [nats, redis, postgres] = await Promise.all([
    restartable(() => startNats(natsPort, folder, { config })),
    restartable(() => startShippedRedis(redisPort, redisFolder, secrets)),
    restartablePostgres(folder),
  ]);
  return {
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    envOf(service) {
      const files: Record<string, string> = filesOf(secrets)[service];
      // The addresses in them are those of a cluster.
      const { DATABASE_URL: _, REDIS_URL: __, ...own } = files;
      return {
        NATS_URL: `nats://127.0.0.1:${natsPort}`,
        NATS_USER: service,
        ...own,
        ...(isRedisUser(service) ? { REDIS_URL: redisUrlOf(service, secrets, redisPort) } : {}),
        ...(service === 'accounts' || service === 'census'
          ? { DATABASE_URL: roleUrl(postgres.url, service) }
          : {}),
      };
    },
    databaseUrl: postgres.url,
    postgresLog: () => postgres.log(),
    natsFolder: join(folder, 'nats'),
    nats: { ...nats, forget: () => rm(join(folder, 'nats'), { recursive: true }) },
    redis: { ...redis, forget: () => rm(join(redisFolder, 'appendonlydir'), { recursive: true }) },
    postgres,
    async stop() {
      await Promise.all([nats.stop(), redis.stop(), postgres.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
