import type { EntityManager } from '@mikro-orm/postgresql';
import { accountsSchema } from '../../../../services/accounts/store/schema.ts';
import { censusSchema } from '../../../../services/census/store/schema.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError, errorCodeOf } from '../../../../shared/errors.ts';
import {
  type DatabaseOptions,
  openDatabase,
  type SchemaOwner,
} from '../../../../shared/persistence/database.ts';
import { migrate } from '../../../../shared/persistence/migrate.ts';
import { missingMigrations } from '../../../../shared/persistence/missing-migrations.ts';
import { type SchemaName, schemas } from '../../../../shared/persistence/schemas.ts';
import { withClient } from './client.ts';
import { withPostgresUrl } from './postgres-url.ts';

/** An order is given by hand: whoever waits for it should not wait for long. */
const PATIENCE_MS = 5_000;

const silent: DatabaseOptions['log'] = { info: () => {}, warn: () => {} };
const services: Record<SchemaName, Omit<DatabaseOptions, 'url' | 'log'>> = {
  accounts: accountsSchema,
  census: censusSchema,
};

/** A schema and the migrations that it lacks, in the order in which they run. */
interface Pending {
  schema: SchemaName;
  pending: string[];
}

/**
 * Which schemas are not up to date. Only looks: a schema that is missing is not made.
 *
 * @param names those that are looked at: a service's role knows nothing of the others
 * @throws AppError `postgres_away`
 */
export const pendingMigrations = (url: string, wanted: readonly SchemaName[] = schemas): Promise<Pending[]> =>
  withClient(
    url,
    async (client) => {
      const found: Pending[] = [];
      for (const schema of wanted) {
        const pending = await missingMigrations(client, schema, knownMigrations(schema));
        if (pending.length > 0) found.push({ schema, pending });
      }
      return found;
    },
    (cause) =>
      new AppError(
        'postgres_away',
        `No se pudo entrar a Postgres (${errorCodeOf(cause)}): revise DATABASE_URL y que el servidor esté en marcha.`,
        { cause },
      ),
  );

/** The migrations that this release has for a schema, in the order in which they run. */
export const knownMigrations = (schema: SchemaName): string[] =>
  services[schema].migrations.map(({ name }) => name);

/**
 * Brings a schema up to date, and gives its service's role what it needs of it.
 *
 * @param only as it was once: the migrations that it had then, without rights for anybody
 */
export const migrateSchema = (
  owner: SchemaOwner,
  name: SchemaName,
  log: DatabaseOptions['log'],
  only?: readonly string[],
): Promise<void> => {
  const { migrations, grants } = services[name];
  if (only === undefined) return migrate({ ...owner, schema: name, migrations, grants, log });
  const then = migrations.filter((migration) => only.includes(migration.name));
  return migrate({ ...owner, schema: name, migrations: then, log });
};

/** The schemas that whoever is connected works in: a service's role knows its own alone. */
export const visibleAt = (url: string): Promise<SchemaName[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: SchemaName }>(
      `select nspname as name from pg_namespace where nspname = any($1) and has_schema_privilege(oid, 'usage')`,
      [[...schemas]],
    );
    const seen = rows.map(({ name }) => name);
    // None is made yet, or none is ours: whoever opens one says which.
    return seen.length === 0 ? [...schemas] : schemas.filter((name) => seen.includes(name));
  });

/** The same for the portal's Postgres, wherever that is. */
export const visibleSchemas = (config: Config): Promise<SchemaName[]> => withPostgresUrl(config, visibleAt);

/** Opens a schema that is up to date, and closes it when `work` is done. */
const withSchema = async <T>(
  url: string,
  name: SchemaName,
  work: (fork: () => EntityManager) => Promise<T>,
): Promise<T> => {
  const database = await openDatabase({
    ...services[name],
    url,
    log: silent,
    poolSize: 2,
    patienceMs: PATIENCE_MS,
  });
  try {
    return await work(() => database.fork());
  } finally {
    await database.close();
  }
};

/**
 * Works on one service's schema as the service itself does, also when no service runs.
 *
 * @throws AppError `migrations_pending`: only `migrate` and a start change a schema
 */
export const withDatabase = <T>(
  config: Config,
  name: SchemaName,
  work: (fork: () => EntityManager) => Promise<T>,
): Promise<T> =>
  withPostgresUrl(config, async (url) => {
    const [pending] = await pendingMigrations(url, [name]);
    if (pending !== undefined) {
      throw new AppError(
        'migrations_pending',
        `La base de datos no está al día (${pending.pending.join(', ')}): ejecute primero "npx censo migrate".`,
      );
    }
    return withSchema(url, name, work);
  });
