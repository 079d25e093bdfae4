import pg from 'pg';
import { AppError } from '../errors.ts';
import { waitFor } from '../time/wait-for.ts';
import { missingMigrations } from './missing-migrations.ts';

interface AwaitOptions {
  url: string;
  schema: string;
  /** Every migration that this release knows. */
  names: readonly string[];
  log: { warn(message: string): void; info(message: string): void };
  patienceMs: number;
}

class SchemaOld extends Error {
  override readonly name = 'SchemaOld';
  override readonly message = 'its migrations have not run';
}

/**
 * Waits until somebody has brought a schema up to date: a service's own role may not.
 *
 * @throws AppError `schema_old` when nobody did in time; the driver's error when the database does not let us in
 */
export const awaitSchema = async ({ url, schema, names, log, patienceMs }: AwaitOptions): Promise<void> => {
  const look = async (): Promise<void> => {
    const missing = await missingAt(url, schema, names);
    if (missing.length > 0) throw new SchemaOld();
  };
  const mayPass = (error: unknown): boolean => error instanceof SchemaOld;
  await waitFor(`the schema ${schema}`, { log, patienceMs, mayPass }, look).catch((error: unknown) => {
    throw mayPass(error) ? schemaOld(schema, error) : error;
  });
};

const missingAt = async (url: string, schema: string, names: readonly string[]): Promise<string[]> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  await client.connect();
  try {
    return await missingMigrations(client, schema, names);
  } finally {
    await client.end();
  }
};

const schemaOld = (schema: string, cause: unknown): AppError =>
  new AppError(
    'schema_old',
    `El esquema ${schema} de la base de datos no está al día, y este servicio no puede cambiarlo: ejecute "npx censo migrate" con el rol que migra. START_TIMEOUT_S dice cuánto se espera.`,
    { status: 503, cause },
  );
