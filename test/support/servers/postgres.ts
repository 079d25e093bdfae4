import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { after, before, beforeEach } from 'mocha';
import pg from 'pg';
import { accountsSchema } from '../../../services/accounts/store/schema.ts';
import { censusSchema } from '../../../services/census/store/schema.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../../shared/persistence/database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../shared/persistence/embedded-postgres.ts';
import { prepareDatabase, roleUrl } from './roles.ts';
import { queryAt } from './sql.ts';

/**
 * One real Postgres for the whole mocha process, started when the first test asks for it. Each describe that calls
 * {@link useDatabase} or {@link useEmptyDatabase} gets a database of its own, dropped afterwards: a connection that
 * a test left open makes the drop, and so the test run, fail.
 *
 * To be imported by test files only (it registers a root hook).
 */

export const silentLog = { info: () => {}, warn: () => {} };

/** What {@link openDatabase} needs to know of each service besides the address. */
export const services: Record<'accounts' | 'census', Omit<DatabaseOptions, 'url'>> = {
  accounts: { ...accountsSchema, log: silentLog },
  census: { ...censusSchema, log: silentLog },
};
export type ServiceName = keyof typeof services;

const TEMPLATE = 'template_censo';

interface Server {
  folder: string;
  postgres: EmbeddedPostgres;
  admin: pg.Client;
}

let server: Promise<Server> | undefined;
let databases = 0;

const startServer = async (): Promise<Server> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-vivo-postgres-'));
  const postgres = await startEmbeddedPostgres(folder, silentLog);
  const admin = new pg.Client({ connectionString: postgres.url });
  const started = { folder, postgres, admin };
  try {
    await admin.connect();
    // Nobody needs these data after a power cut; a clone takes 0.04 s instead of 0.3.
    await admin.query('alter system set fsync = off');
    await admin.query('select pg_reload_conf()');
    await admin.query(`create database ${TEMPLATE}`);
    const url = addressOf(postgres, TEMPLATE);
    await prepareDatabase(url);
    return started;
  } catch (error) {
    await stopServer(started);
    throw error;
  }
};

const stopServer = async ({ folder, postgres, admin }: Server): Promise<void> => {
  await admin.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
};

const addressOf = (postgres: EmbeddedPostgres, database: string): string => {
  const url = new URL(postgres.url);
  url.pathname = `/${database}`;
  return url.href;
};

const createDatabase = async (template: string): Promise<{ name: string; url: string }> => {
  server ??= startServer();
  const { admin, postgres } = await server;
  databases += 1;
  const name = `test_${databases}`;
  await admin.query(`create database ${name} template ${template}`);
  return { name, url: addressOf(postgres, name) };
};

const dropDatabase = async (name: string): Promise<void> => {
  const running = await server;
  // Without "force": it fails when somebody is still connected after 5 s.
  await running?.admin.query(`drop database ${name}`);
};

after('stop Postgres', async () => {
  const started = await server?.catch(() => undefined); // The tests that asked for it have said why it failed.
  if (started !== undefined) await stopServer(started);
});

/** A database of a describe's own. */
interface EmptyDatabase {
  readonly url: string;
  /** The rows of one statement, on a connection of its own. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** A database without any schema of ours, for the tests of what makes them. */
export const useEmptyDatabase = (): EmptyDatabase => {
  const empty: { url: string } & EmptyDatabase = {
    url: '',
    query: (sql, values) => queryAt(empty.url, sql, values),
  };
  let name: string;
  before('create an empty database', async () => {
    ({ name, url: empty.url } = await createDatabase('template1'));
  });
  after('drop it', () => dropDatabase(name));
  return empty;
};

export interface TestDatabase {
  /** An administrator's address of this database, which has both schemas. */
  readonly url: string;
  /** A fresh unit of work on the service's schema. */
  fork(): EntityManager;
  /** Plain SQL past the service, to see what is stored. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Empties every table, as before each test. */
  empty(): Promise<void>;
}

/** A migrated database of this describe's own, opened as `service` opens it, in its role, its tables empty before each test. */
export const useDatabase = (service: ServiceName): TestDatabase => {
  let name: string;
  let url: string;
  let database: Database;
  let client: pg.Client;
  let emptyAll: string;

  before('clone the database', async () => {
    ({ name, url } = await createDatabase(TEMPLATE));
    client = new pg.Client({ connectionString: url });
    await client.connect();
    emptyAll = await emptying(client, service);
    database = await openDatabase({ ...services[service], url: roleUrl(url, service) });
  });
  beforeEach('empty the tables', () => client.query(emptyAll));
  after('drop the database', async () => {
    await client.end();
    await database.close();
    await dropDatabase(name);
  });

  return {
    get url() {
      return url;
    },
    fork: () => database.fork(),
    async query<Row extends object>(sql: string, values: unknown[] = []) {
      return (await client.query<Row>(sql, values)).rows;
    },
    async empty() {
      await client.query(emptyAll);
    },
  };
};

/** SQL that empties every table of a schema. */
const emptying = async (client: pg.Client, schema: string): Promise<string> => {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = $1 and tablename <> 'migrations'`,
    [schema],
  );
  // Without foreign keys, so in any order; a delete of few rows is faster than a truncate.
  const deletions = rows.map((table) => `delete from ${table.name};`).join(' ');
  return `begin; set local session_replication_role = replica; ${deletions} commit;`;
};
