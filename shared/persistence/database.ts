import { setTimeout as sleep } from 'node:timers/promises';
import type { EntitySchema } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { endAfterTimeout, releaseLostConnections } from './lost-connections.ts';
import { migrateUnderLock } from './migrate.ts';

export interface DatabaseOptions {
  url: string;
  /** The Postgres schema that this service owns; it touches no other. */
  schema: string;
  entities: EntitySchema[];
  /** In the order in which they run. */
  migrations: (typeof Migration)[];
  log: { warn(message: string): void; info(message: string): void };
  /** Most connections that this process opens to this schema; 10 unless told. */
  poolSize?: number;
  /** How long, in ms, a transaction may wait for this process; 6,000 unless told. */
  idleInTransactionMs?: number;
  /** How long, in ms, a query may go without an answer; 20,000 unless told. */
  queryTimeoutMs?: number;
}

export interface Database {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  /** True when a trivial query is answered within 2 s. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** How long a start waits for a Postgres that is not up yet, in milliseconds. */
const CONNECT_PATIENCE_MS = 60_000;
const CONNECT_PAUSE_MS = 1_000;
/**
 * A process that stands still keeps its connections, and Postgres its locks: the relay's, a lane's, a record's. Longer
 * than one publication of an event may take, which a relay's transaction waits for.
 */
const IDLE_IN_TRANSACTION_MS = 6_000;
/** Longer than Postgres' own limit of a statement: only a server that stands still lets it pass. */
const QUERY_TIMEOUT_MS = 20_000;

/**
 * Opens one service's database: waits for the server, brings the schema up to date under an advisory lock.
 *
 * @throws the driver's error when the server does not answer within a minute or a migration fails
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const orm = await MikroORM.init({
    clientUrl: options.url,
    schema: options.schema,
    // Transactions are found by this name in async context: two services of one process must not find each other's.
    contextName: options.schema,
    entities: options.entities,
    extensions: [Migrator],
    // Without these a generated migration would drop the tables of the other services.
    schemaGenerator: { ignoreSchema: ['public'], managementDbName: 'postgres' },
    migrations: {
      tableName: `${options.schema}.migrations`,
      snapshotName: `.snapshot-${options.schema}`,
      migrationsList: options.migrations.map((migration) => ({
        name: migration.name,
        class: migration as never, // Abstract base in the list's type; every element is a concrete class.
      })),
      snapshot: false,
      silent: true,
    },
    pool: { min: 0, max: options.poolSize ?? 10 },
    driverOptions: {
      connectionTimeoutMillis: 5_000,
      statement_timeout: 15_000,
      query_timeout: options.queryTimeoutMs ?? QUERY_TIMEOUT_MS,
      idle_in_transaction_session_timeout: options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      onPoolCreated: endAfterTimeout,
    },
    forceUtcTimezone: true,
    logger: (message) => options.log.warn(message),
    debug: false,
  });
  releaseLostConnections(orm.driver.getConnection(), options.log);
  try {
    await waitForServer(orm.em, options);
    await migrateUnderLock(options.url, options.schema, () => orm.migrator.up());
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  return {
    fork: () => orm.em.fork(),
    isReady: () => answers(orm.em.fork()),
    close: () => orm.close(true),
  };
};

const waitForServer = async (em: EntityManager, { log, schema }: DatabaseOptions): Promise<void> => {
  const deadline = Date.now() + CONNECT_PATIENCE_MS;
  for (;;) {
    try {
      await em.fork().execute('select 1');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      log.warn(`waiting for Postgres (${schema}): ${error instanceof Error ? error.message : error}`);
      await sleep(CONNECT_PAUSE_MS);
    }
  }
};

const answers = async (em: EntityManager): Promise<boolean> => {
  const timeout = sleep(2_000, false, { ref: false });
  const answer = em.execute('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answer, timeout]);
};
