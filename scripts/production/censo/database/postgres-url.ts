import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';
import { startEmbeddedPostgres } from '../../../../shared/persistence/embedded-postgres.ts';
import { withClient } from './client.ts';

const silent = { info: () => {}, warn: () => {} };

/** True when the embedded mode has made its database already. */
export const hasEmbeddedData = ({ dataDir }: Config): boolean =>
  existsSync(join(dataDir, 'postgres', 'PG_VERSION'));

/**
 * Gives `work` the address of the portal's Postgres: DATABASE_URL, the embedded one of a portal that runs, or the same
 * one started for as long as this takes.
 *
 * @param create makes the embedded database when there is none yet
 * @throws AppError `no_data` when there is none and it is not to be made; what starting it throws
 */
export const withPostgresUrl = async <T>(
  config: Config,
  work: (url: string) => Promise<T>,
  { create = false } = {},
): Promise<T> => {
  if (config.databaseUrl !== undefined) return work(config.databaseUrl);
  const running = await runningUrl(config.dataDir);
  if (running !== null) return work(running);
  if (!create && !hasEmbeddedData(config)) {
    throw new AppError(
      'no_data',
      `No hay datos del portal en ${config.dataDir}: indique DATABASE_URL o DATA_DIR, o cree la base con "npx censo migrate".`,
    );
  }
  const postgres = await startEmbeddedPostgres(config.dataDir, silent);
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
  }
};

/** Postgres writes its port down beside its data, in the fourth line; one that was killed leaves the file behind. */
const runningUrl = async (dataDir: string): Promise<string | null> => {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const port = (await readFile(pidFile, 'utf8')).split('\n')[3]?.trim() ?? '';
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const url = `postgres://censo:${password}@127.0.0.1:${port}/postgres`;
  return withClient(url, async () => url).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') return null;
    throw error;
  });
};
