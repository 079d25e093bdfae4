import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresFailed } from './failed.ts';
import { type PostgresPrograms, postgresPrograms } from './programs.ts';
import { runToEnd } from './run.ts';

/** A folder with a database cluster, and what it takes to run it. */
export interface Cluster {
  programs: PostgresPrograms;
  /** The cluster's own folder. */
  data: string;
  password: string;
}

const INIT_TIMEOUT_MS = 30_000;

/**
 * Makes the cluster below `dataDir` unless it is there, with a password that is kept beside it.
 *
 * @throws AppError `postgres_missing` without binaries for this machine, `postgres_failed` with initdb's own words
 */
export const prepareCluster = async (dataDir: string): Promise<Cluster> => {
  const programs = await postgresPrograms();
  const data = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres.password');
  if (!existsSync(join(data, 'PG_VERSION'))) {
    await mkdir(dataDir, { recursive: true });
    await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    await initialise(programs.initdb, data, passwordFile);
  }
  await chmod(data, 0o700);
  return { programs, data, password: (await readFile(passwordFile, 'utf8')).trim() };
};

/** Under another name first: a folder with the final name is a whole one, also after a kill in the middle. */
const initialise = async (initdb: readonly string[], data: string, passwordFile: string): Promise<void> => {
  const unfinished = `${data}.new-${process.pid}`;
  const { code, output } = await runToEnd(
    [
      ...[...initdb, '-D', unfinished, '-U', 'censo', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      ...['-E', 'UTF8', '--locale=C', '--no-sync'],
    ],
    INIT_TIMEOUT_MS,
  );
  if (code === 0) return rename(unfinished, data);
  await rm(unfinished, { recursive: true, force: true });
  throw postgresFailed(output);
};
