import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { serverUrl } from '../../../shared/persistence/embedded/server.ts';
import { queryAt, withClient } from '../servers/sql.ts';
import type { System } from './system.ts';

/** The line of `postmaster.pid` that has the port. */
const PORT_LINE = 3;

/** The address of a running portal's database, its own or the server's: for what no address of the portal can bring about. */
export const databaseUrlOf = async ({ servers, folder }: System): Promise<string> => {
  if (servers !== undefined) return servers.databaseUrl;
  const cluster = await prepareCluster(join(folder, 'data'));
  const lines = (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8')).split('\n');
  return serverUrl(cluster, Number(lines[PORT_LINE]));
};

/** SQL past the services of a running portal, for what nobody could do in a test's time. */
export const inDatabase = async <Row extends object>(
  system: System,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> => queryAt(await databaseUrlOf(system), sql, values);

/** The same on one connection, for what holds something meanwhile. */
export const withDatabaseOf = async <T>(
  system: System,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => withClient(await databaseUrlOf(system), work);
