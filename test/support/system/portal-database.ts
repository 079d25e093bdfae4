import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { serverUrl } from '../../../shared/persistence/embedded/server.ts';
import { queryAt, withClient } from '../servers/sql.ts';
import type { System } from './system.ts';

/** The line of `postmaster.pid` that has the port. */
const PORT_LINE = 3;

/** The address of a running portal's database, its own or the server's: for what no address of the portal can bring about. */
export const databaseUrlOf = async ({ servers, folder }: System): Promise<string> => {
  if (servers !== undefined) return servers.databaseUrl;
  // Its files say it: to look for its programs, as whoever starts it does, starts two processes each time.
  const data = join(folder, 'data');
  const [password, state] = await Promise.all(
    ['postgres.password', 'postgres/postmaster.pid'].map((file) => readFile(join(data, file), 'utf8')),
  );
  return serverUrl({ password: password?.trim() ?? '' }, Number(state?.split('\n')[PORT_LINE]));
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
