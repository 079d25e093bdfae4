import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { retry } from '../time/retry.ts';
import { waitFor } from '../time/wait-for.ts';
import { type MigratorOptions, openMigrator } from './migrator.ts';
import { missingMigrations } from './missing-migrations.ts';
import { type Grants, grantSchema } from './roles/grants.ts';

/** How long a migration waits, and for what. */
export interface MigrationLimits {
  /**
   * For a table that a query uses: everybody who comes after it waits behind the migration. Longer than the second
   * after which Postgres stops an autovacuum that is in the way, shorter than any call of ours waits.
   */
  tableLockMs: number;
  /** How often it asks for the tables again, and the pause between: our own statements end within it. */
  tries: number;
  pauseMs: number;
  /** For another process that migrates: an index on a big table takes minutes. */
  patienceMs: number;
}
const LIMITS: MigrationLimits = { tableLockMs: 4_000, tries: 6, pauseMs: 5_000, patienceMs: 900_000 };

export interface MigrationOptions extends MigratorOptions {
  /** What the service's role may do; asked when the migrations run in a role. */
  grants?: Grants | undefined;
  limits?: Partial<MigrationLimits> | undefined;
}

/** One number for the whole product: only one process migrates anything at a time. */
const LOCK = 7_241_997;

/**
 * Brings a schema up to date, on a connection of its own: an index or a backfill takes longer than any statement of a
 * service may. That connection holds an advisory lock, so that lock and migration end together. Each migration is a
 * transaction, or says that it is none (`isTransactional`) and can be begun again: what one has locked is free before the
 * next begins. What is up to date waits for nobody.
 *
 * @throws AppError `migration_locked`, `migration_blocked` (503); the driver's error when a migration fails
 */
export const migrate = async (options: MigrationOptions): Promise<void> => {
  if (!(await isUpToDate(options))) await bringUpToDate(options);
  await grantToService(options);
};

/** Also when nothing is to be migrated: the roles may be newer than the tables. */
const grantToService = async ({ url, schema, role, grants }: MigrationOptions): Promise<void> => {
  if (role === undefined || grants === undefined) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(`set role ${pg.escapeIdentifier(role)}`);
    await grantSchema(client, schema, grants);
  } finally {
    await client.end();
  }
};

const bringUpToDate = async (options: MigrationOptions): Promise<void> => {
  const { schema, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const orm = openMigrator(options, limits.tableLockMs);
  try {
    await takeLock(orm, log, limits);
    await orm.em.fork().execute(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
    await migrateWhenFree(orm, log, limits);
  } finally {
    await orm.close(true);
  }
};

const isUpToDate = async ({ url, schema, migrations }: MigrationOptions): Promise<boolean> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  await client.connect();
  try {
    const names = migrations.map(({ name }) => name);
    return (await missingMigrations(client, schema, names)).length === 0;
  } finally {
    await client.end();
  }
};

class LockTaken extends Error {
  override readonly name = 'LockTaken';
  override readonly message = 'another process migrates';
}

/** Also when others waited for what it held, while it waited for what they held. */
const isInUse = (error: unknown): boolean =>
  ['55P03', '40P01'].includes(String((error as { code?: unknown }).code));

const takeLock = async (
  orm: MikroORM,
  log: MigrationOptions['log'],
  { patienceMs }: MigrationLimits,
): Promise<void> => {
  const attempt = async (): Promise<void> => {
    // Nobody waits inside a statement: an index that is made concurrently would wait for whoever does.
    const [row] = await orm.em
      .fork()
      .execute<{ taken: boolean }[]>('select pg_try_advisory_lock(?) as "taken"', [LOCK]);
    if (row?.taken !== true) throw new LockTaken();
  };
  const mayPass = (error: unknown): boolean => error instanceof LockTaken;
  const pauseMs = 100;
  await waitFor('the lock of migrations', { log, patienceMs, mayPass, pauseMs, usual: true }, attempt).catch(
    (error: unknown) => {
      throw mayPass(error) ? locked(patienceMs) : error;
    },
  );
};

/** @throws AppError `migration_blocked`; what `up` throws for any other reason */
const migrateWhenFree = (
  orm: MikroORM,
  log: MigrationOptions['log'],
  { tries, pauseMs }: MigrationLimits,
): Promise<unknown> =>
  retry(
    () => orm.migrator.up(),
    (error, failed) => {
      if (!isInUse(error)) throw error;
      if (failed === tries) throw blocked(error);
      log.warn(`a table is in use, migrating again in ${pauseMs} ms (${failed} of ${tries})`);
      return pauseMs;
    },
  );

const locked = (patienceMs: number): AppError =>
  new AppError(
    'migration_locked',
    `Otro proceso lleva más de ${Math.round(patienceMs / 60_000)} minutos poniendo al día la base de datos: espere a que termine y repita.`,
    { status: 503 },
  );

const blocked = (cause: unknown): AppError =>
  new AppError(
    'migration_blocked',
    'Una transacción larga ocupa una tabla que hay que cambiar (vea pg_stat_activity): termínela y repita.',
    { status: 503, cause },
  );
