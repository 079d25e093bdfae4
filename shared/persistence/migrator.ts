import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';

/** Whose migrations are run, and where. */
export interface MigratorOptions {
  url: string;
  schema: string;
  /** In the order in which they run. */
  migrations: (typeof Migration)[];
  /** In whose role they run; that of the address unless told. */
  role?: string | undefined;
  log: { warn(message: string): void; info(message: string): void };
}

/** Ends the transaction of a process that stands still: it holds locks. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/**
 * Opens what runs a schema's migrations, with one connection without a limit to a statement.
 *
 * @param tableLockMs how long a statement waits for a table that is in use
 */
export const openMigrator = (
  { url, schema, migrations, role, log }: MigratorOptions,
  tableLockMs: number,
): MikroORM =>
  new MikroORM({
    clientUrl: url,
    schema,
    contextName: `${schema}.migrations`,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    // Without these a generated migration would drop the tables of the other services.
    schemaGenerator: { ignoreSchema: ['public'], managementDbName: 'postgres' },
    migrations: {
      tableName: `${schema}.migrations`,
      snapshotName: `.snapshot-${schema}`,
      migrationsList: migrations.map((migration) => ({
        name: migration.name,
        class: migration as never, // Abstract base in the list's type; every element is a concrete class.
      })),
      allOrNothing: false,
      snapshot: false,
      silent: true,
    },
    // The advisory lock belongs to this one connection.
    pool: { min: 0, max: 1, idleTimeoutMillis: 0 },
    driverOptions: {
      // As in database.ts: with sslmode and the like.
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      // The role or the database may have a limit of its own.
      options: `-c statement_timeout=0${role === undefined ? '' : ` -c role=${role}`}`,
      lock_timeout: tableLockMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
    },
    forceUtcTimezone: true,
    logger: (message) => log.warn(message),
    debug: false,
  });
