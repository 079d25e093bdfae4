import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { System } from './system.ts';

/** The address of a running portal's database, its own or the server's. */
const addressOf = async ({ servers, folder }: System): Promise<string> => {
  if (servers !== undefined) return servers.databaseUrl;
  const data = join(folder, 'data');
  const [, , , port = ''] = (await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const password = (await readFile(join(data, 'postgres.password'), 'utf8')).trim();
  return `postgres://censo:${password}@127.0.0.1:${port}/postgres`;
};

/** SQL past the services of a running portal, for what nobody could do in a test's time. */
export const inDatabase = async <Row extends object>(
  system: System,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: await addressOf(system) });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
};
