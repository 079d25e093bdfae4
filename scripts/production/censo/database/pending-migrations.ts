import pg from 'pg';
import { errorCodeOf } from '../../../../shared/error-code.ts';
import { AppError } from '../../../../shared/errors.ts';
import { missingMigrations } from '../../../../shared/persistence/missing-migrations.ts';

/** A schema and the migrations that it lacks. */
export interface Pending {
  schema: string;
  pending: string[];
}

const TIMEOUT_MS = 5_000;

/** Which schemas are not up to date. Only looks: a schema that is missing is not made. @throws AppError `postgres_away` */
export const pendingMigrations = async (
  url: string,
  schemas: readonly { schema: string; migrations: readonly string[] }[],
): Promise<Pending[]> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  await client.connect().catch((error: unknown) => {
    throw new AppError(
      'postgres_away',
      `No se pudo entrar a Postgres (${errorCodeOf(error)}): revise DATABASE_URL y que el servidor esté en marcha.`,
      { cause: error },
    );
  });
  try {
    const found: Pending[] = [];
    for (const { schema, migrations } of schemas) {
      const pending = await missingMigrations(client, schema, migrations);
      if (pending.length > 0) found.push({ schema, pending });
    }
    return found;
  } finally {
    await client.end();
  }
};
