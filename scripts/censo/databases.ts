import type { EntityManager } from '@mikro-orm/postgresql';
import * as accountsEntities from '../../services/accounts/store/entities.ts';
import { migrations as accountsMigrations } from '../../services/accounts/store/migrations/migrations.ts';
import { censusSchema } from '../../services/census/store/schema.ts';
import type { Config } from '../../shared/config/config.ts';
import { AppError } from '../../shared/errors.ts';
import { type DatabaseOptions, openDatabase } from '../../shared/persistence/database.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { withPostgresUrl } from './postgres-url.ts';

/** The services that have a schema. */
export type SchemaName = 'accounts' | 'census';

/** An order is given by hand: whoever waits for it should not wait for long. */
const PATIENCE_MS = 5_000;

const silent: DatabaseOptions['log'] = { info: () => {}, warn: () => {} };
const services: Record<SchemaName, Omit<DatabaseOptions, 'url' | 'log'>> = {
  accounts: {
    schema: 'accounts',
    entities: Object.values(accountsEntities),
    migrations: accountsMigrations,
  },
  census: censusSchema,
};

/** Every schema with the names of its migrations, in the order in which they run. */
export const schemas = Object.values(services).map(({ schema, migrations }) => ({
  schema: schema as SchemaName,
  migrations: migrations.map(({ name }) => name),
}));

/** Opens a schema, which brings it up to date, and closes it when `work` is done. */
export const withSchema = async <T>(
  url: string,
  name: SchemaName,
  work: (fork: () => EntityManager) => Promise<T>,
  log = silent,
): Promise<T> => {
  const database = await openDatabase({ ...services[name], url, log, poolSize: 2, patienceMs: PATIENCE_MS });
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
    const [pending] = (await pendingMigrations(url, schemas)).filter(({ schema }) => schema === name);
    if (pending !== undefined) {
      throw new AppError(
        'migrations_pending',
        `La base de datos no está al día (${pending.pending.join(', ')}): ejecute primero "npx censo migrate".`,
      );
    }
    return withSchema(url, name, work);
  });
