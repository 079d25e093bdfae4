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
import { eventually } from '../eventually.ts';
import { putCluster } from './cluster.ts';
import { roleUrl } from './roles.ts';
import { queryAt } from './sql.ts';

/**
 * One real Postgres for the whole mocha process, started when the first test asks for it. Each describe that calls
 * {@link useEmptyDatabase} gets a database of its own, dropped afterwards: a connection that a test left open makes the drop,
 * and so the test run, fail. Those that call {@link useDatabase} share one a service: to copy, to open and to get to know a
 * database costs more than most of their tests.
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

/** The database of {@link putCluster} that has both schemas; nobody is ever connected to it here. */
const TEMPLATE = 'postgres';

interface Server {
  folder: string;
  postgres: EmbeddedPostgres;
  admin: pg.Client;
}

let server: Promise<Server> | undefined;
let databases = 0;
/** After which a connection that is being closed is one that was left open. */
const CLOSING_MS = 60_000;

const startServer = async (): Promise<Server> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-vivo-postgres-'));
  await putCluster(folder);
  const postgres = await startEmbeddedPostgres(folder, silentLog);
  const admin = new pg.Client({ connectionString: addressOf(postgres, 'template1') });
  const started = { folder, postgres, admin };
  try {
    await admin.connect();
    // What is planned is the same however long a test takes; and nothing wakes up for hundreds of databases.
    await admin.query('alter system set autovacuum = off');
    await admin.query('select pg_reload_conf()');
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
  for (const opened of shared.values()) await close(await opened);
  const started = await server?.catch(() => undefined); // The tests that asked for it have said why it failed.
  if (started !== undefined) await stopServer(started);
});

/** A database of a describe's own. */
interface OwnDatabase {
  readonly url: string;
  /** The rows of one statement, on a connection of its own. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** A database without any schema of ours, for the tests of what makes them. */
export const useEmptyDatabase = (): OwnDatabase => useCopyOf('template1');

/** One that is migrated: a copy, which costs less than migrating one. */
export const useMigratedDatabase = (): OwnDatabase => useCopyOf(TEMPLATE);

const useCopyOf = (template: string): OwnDatabase => {
  const own: { url: string } & OwnDatabase = {
    url: '',
    query: (sql, values) => queryAt(own.url, sql, values),
  };
  let name: string;
  before('create a database', async () => {
    ({ name, url: own.url } = await createDatabase(template));
  });
  after('drop it', () => dropDatabase(name));
  return own;
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

/** One service's database, which the describes of a process use one after the other. */
interface Shared {
  name: string;
  url: string;
  database: Database;
  client: pg.Client;
  /** What its schema is as it was migrated. */
  migrated: string;
}

const shared = new Map<ServiceName, Promise<Shared>>();

const open = async (service: ServiceName): Promise<Shared> => {
  const { name, url } = await createDatabase(TEMPLATE);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(await emptying(client, service));
  const database = await openDatabase({ ...services[service], url: roleUrl(url, service) });
  return { name, url, database, client, migrated: await schemaOf(client) };
};

const close = async ({ name, database, client }: Shared): Promise<void> => {
  await client.end();
  await database.close();
  await dropDatabase(name);
};

/** Constraints, triggers and columns of what is not Postgres' own. */
const schemaOf = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ line: string }>(
    `select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line from pg_constraint
       where conrelid > 16383
     union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
     union all select format('%s %s %s', attrelid::regclass, attname, atttypid) from pg_attribute
       where attrelid > 16383 and attnum > 0
     order by line`,
  );
  return rows.map(({ line }) => line).join('\n');
};

/** Connections of others than this process' pool and client: what a test left open, or has just closed. */
const strangers = async ({ client, database }: Shared): Promise<number> => {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  const { used, idle } = database.pool();
  return (rows[0]?.others ?? 0) - idle + used;
};

/**
 * A migrated database as `service` opens it, in its role: as new for this describe, its tables empty before each test. A test
 * that left a connection open, work of its pool undone or another schema makes its describe fail.
 */
export const useDatabase = (service: ServiceName): TestDatabase => {
  let one: Shared;

  before('open the database', async () => {
    const opened = shared.get(service) ?? open(service);
    shared.set(service, opened);
    one = await opened;
    await one.client.query('select pg_temp.renew()');
  });
  beforeEach('empty the tables', () => one.client.query('select pg_temp.empty()'));
  after('look whether it is as it was', async () => {
    await eventually(
      `nobody is connected to ${service}`,
      async () => (await strangers(one)) === 0,
      CLOSING_MS,
    );
    const left = await schemaOf(one.client);
    if (left !== one.migrated) throw new Error(`a test left another schema of ${service}:\n${left}`);
  });

  return {
    get url() {
      return one.url;
    },
    fork: () => one.database.fork(),
    async query<Row extends object>(sql: string, values: unknown[] = []) {
      return (await one.client.query<Row>(sql, values)).rows;
    },
    async empty() {
      await one.client.query('select pg_temp.empty()');
    },
  };
};

/** SQL that makes functions of this connection alone: `renew` leaves the schema as it was migrated, `empty` takes the rows away. */
const emptying = async (client: pg.Client, schema: string): Promise<string> => {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = $1 and tablename <> 'migrations'`,
    [schema],
  );
  const names = rows.map(({ name }) => name);
  // Without foreign keys, so in any order; a delete of few rows is faster than a truncate, and planned once.
  return `
    create function pg_temp.empty() returns void language plpgsql set session_replication_role = replica
      as $$ begin ${names.map((name) => `delete from ${name};`).join(' ')} end $$;
    create function pg_temp.renew() returns void language sql set session_replication_role = replica
      as $$ truncate ${names.join(', ')} restart identity $$;`;
};
