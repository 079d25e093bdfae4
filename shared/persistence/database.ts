import type { EntitySchema } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { AppError, errorCodeOf } from '../errors.ts';
import { waitFor } from '../time/wait-for.ts';
import { within } from '../time/within.ts';
import { awaitSchema } from './await-schema.ts';
import { endAfterTimeout, releaseLostConnections } from './lost-connections.ts';
import { type MigrationLimits, migrate } from './migrate.ts';
import type { Grants } from './roles/grants.ts';

export interface DatabaseOptions {
  url: string;
  /** The Postgres schema that this service works in; it touches no other. */
  schema: string;
  entities: EntitySchema[];
  /** In the order in which they run. */
  migrations: (typeof Migration)[];
  /** What the service's role may do with its tables; asked where it has one. */
  grants?: Grants | undefined;
  /** Who brings the schema up to date; without it that is somebody else's work, which is waited for. */
  owner?: SchemaOwner | undefined;
  log: { warn(message: string): void; info(message: string): void };
  /** Most connections that this process opens to this schema; 10 unless told. */
  poolSize?: number;
  /** How long a start waits for a Postgres that is not up yet, in milliseconds; 60,000 unless told. */
  patienceMs?: number;
  /** How long, in ms, a transaction may wait for this process; 6,000 unless told. */
  idleInTransactionMs?: number;
  /** How long, in ms, a query may go without an answer; 20,000 unless told. */
  queryTimeoutMs?: number;
  /** How long, in ms, Postgres works on a statement; 15,000 unless told. */
  statementTimeoutMs?: number;
  migration?: Partial<MigrationLimits>;
}

/** As whom a schema is brought up to date. */
export interface SchemaOwner {
  url: string;
  /** The role in which it is done, with rights for the services' roles; none: that of the address, for everything. */
  role?: string | undefined;
}

/** Connections of a pool: in use, ready, and queries that wait for one. */
export interface PoolUse {
  used: number;
  idle: number;
  waiting: number;
  max: number;
}

export interface Database {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  /** True when a trivial query is answered within 2 s. */
  isReady(): Promise<boolean>;
  /** The connections of this process at this moment. */
  pool(): PoolUse;
  close(): Promise<void>;
}

const POOL_SIZE = 10;
/** A new connection costs 10 ms of a core, and plans each statement anew: one that came with a crowd stays for the next. */
const IDLE_MS = 60_000;
/** A server that takes longer for a trivial query is of no use. */
const READY_MS = 2_000;
const PATIENCE_MS = 60_000;
/**
 * A process that stands still keeps its connections, and Postgres its locks: the relay's, a lane's, a record's. Longer
 * than one publication of an event may take, which a relay's transaction waits for.
 */
const IDLE_IN_TRANSACTION_MS = 6_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Longer than Postgres' own limit of a statement: only a server that stands still lets it pass. */
const QUERY_TIMEOUT_MS = 20_000;

/**
 * Opens one service's database: waits for the server, and brings the schema up to date under an advisory lock or waits until
 * somebody has.
 *
 * @throws AppError `postgres_away` when the server does not answer in time; what `migrate` and `awaitSchema` throw
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const { poolSize = POOL_SIZE } = options;
  let pool: Pool | undefined;
  const orm = new MikroORM({
    clientUrl: options.url,
    schema: options.schema,
    // Transactions are found by this name in async context: two services of one process must not find each other's.
    contextName: options.schema,
    entities: options.entities,
    pool: { min: 0, max: poolSize, idleTimeoutMillis: IDLE_MS },
    driverOptions: {
      // The ORM takes the address apart and forgets what stands behind the question mark, such as sslmode.
      connectionString: options.url,
      connectionTimeoutMillis: 5_000,
      statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
      query_timeout: options.queryTimeoutMs ?? QUERY_TIMEOUT_MS,
      idle_in_transaction_session_timeout: options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      onPoolCreated: (created: Pool) => {
        pool = created;
        endAfterTimeout(created);
      },
    },
    forceUtcTimezone: true,
    logger: (message) => options.log.warn(message),
    debug: false,
  });
  releaseLostConnections(orm.driver.getConnection(), options.log);
  try {
    const { url, log, schema, migrations, grants, owner, patienceMs = PATIENCE_MS } = options;
    await waitFor(`Postgres (${schema})`, { log, patienceMs }, () => orm.em.fork().execute('select 1')).catch(
      (error: unknown) => {
        throw postgresAway(error);
      },
    );
    if (owner === undefined)
      await awaitSchema({ url, schema, names: migrations.map(({ name }) => name), log, patienceMs });
    else await migrate({ ...owner, schema, migrations, grants, log, limits: options.migration });
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  return {
    fork: () => orm.em.fork(),
    isReady: () => answers(orm.em.fork()),
    pool: () => {
      const { totalCount = 0, idleCount = 0, waitingCount = 0 } = pool ?? {};
      return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount, max: poolSize };
    },
    close: () => orm.close(true),
  };
};

/** Without the address: it may have a password. */
const postgresAway = (cause: unknown): AppError =>
  new AppError(
    'postgres_away',
    `Postgres no respondió a tiempo (${errorCodeOf(cause)}): revise DATABASE_URL y que el servidor esté en marcha, y vuelva a iniciar. START_TIMEOUT_S dice cuánto se espera.`,
    { status: 503, cause },
  );

const answers = (em: EntityManager): Promise<boolean> =>
  within(READY_MS, em.execute('select 1')).then(
    () => true,
    () => false,
  );
