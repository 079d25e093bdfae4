import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { freePort } from './embedded/free-port.ts';
import { type Keeper, startKept } from './embedded/keeper.ts';
import { postgresPrograms } from './embedded/programs.ts';
import { runToEnd } from './embedded/run.ts';

export interface EmbeddedPostgres {
  url: string;
  /** Fast shutdown: open transactions are rolled back, the data are flushed. Bounded to 5 s. */
  stop(): Promise<void>;
}

interface Log {
  info(message: string): void;
  warn(message: string): void;
}

const START_TIMEOUT_MS = 30_000;
const START_TRIES = 3;

/**
 * Starts a Postgres of our own from npm binaries, with its data below `dataDir`. It listens on a free loopback port,
 * asks for a password kept in the same folder, and ends with this process whatever way this process ends.
 *
 * @throws AppError `postgres_missing` without binaries for this machine, `postgres_failed` with the server's own words
 */
export const startEmbeddedPostgres = async (dataDir: string, log: Log): Promise<EmbeddedPostgres> => {
  const programs = await postgresPrograms();
  const data = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres.password');
  if (!existsSync(join(data, 'PG_VERSION'))) {
    await mkdir(dataDir, { recursive: true });
    await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    await initialise(programs.initdb, data, passwordFile);
  }
  await chmod(data, 0o700);
  const password = (await readFile(passwordFile, 'utf8')).trim();

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = startKept(programs.postgres, serverArguments(data, port));
    const url = `postgres://censo:${password}@127.0.0.1:${port}/postgres`;
    try {
      await waitUntilReady(server, url);
      log.info(`embedded Postgres ready on 127.0.0.1:${port}, data in ${data}`);
      return { url, stop: () => server.stop() };
    } catch (error) {
      await server.stop();
      // Somebody may have taken the port between our look and the server's start.
      if (attempt === START_TRIES || !server.output().includes('Address already in use')) throw error;
      log.warn(`port ${port} was taken, trying another`);
    }
  }
};

/** Under another name first: a folder with the final name is a whole one, also after a kill in the middle. */
const initialise = async (initdb: readonly string[], data: string, passwordFile: string): Promise<void> => {
  const unfinished = `${data}.new-${process.pid}`;
  const { code, output } = await runToEnd(
    [
      ...[...initdb, '-D', unfinished, '-U', 'censo', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      ...['-E', 'UTF8', '--locale=C', '--no-sync'],
    ],
    START_TIMEOUT_MS,
  );
  if (code === 0) return rename(unfinished, data);
  await rm(unfinished, { recursive: true, force: true });
  throw failed(output);
};

const serverArguments = (data: string, port: number): string[] => [
  ...['-D', data, '-p', String(port)],
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
  ...['-c', 'max_connections=60', '-c', 'shared_buffers=32MB', '-c', 'timezone=UTC'],
];

const waitUntilReady = async (server: Keeper, url: string): Promise<void> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (!server.isRunning()) throw failed(server.output());
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw failed(`${error}\n${server.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined); // Never connected: there is nothing to end.
    }
  }
};

const failed = (output: string): AppError => {
  const reason = output
    .trim()
    .split('\n')
    .findLast((line) => /FATAL|error|no se/i.test(line));
  const inUse = /lock file "postmaster.pid" already exists/.test(output);
  return new AppError(
    'postgres_failed',
    inUse
      ? 'Otro proceso ya usa esta carpeta de datos: deténgalo o cambie DATA_DIR.'
      : `No se pudo iniciar el Postgres embebido: ${(reason ?? output).trim().slice(0, 300)}`,
  );
};
