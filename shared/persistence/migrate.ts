import pg from 'pg';

/** One number for the whole product: only one process migrates anything at a time. */
const LOCK = 7_241_997;

/**
 * Runs `up` while holding a database-wide advisory lock, with the service's schema in place.
 *
 * @throws the driver's error when the lock is not had within a minute, or what `up` throws
 */
export const migrateUnderLock = async (
  url: string,
  schema: string,
  up: () => Promise<unknown>,
): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(`set lock_timeout = '60s'`);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
    await up();
  } finally {
    await client.end();
  }
};
