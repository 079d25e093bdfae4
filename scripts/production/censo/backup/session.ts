import pg from 'pg';
import { AppError, errorCodeOf } from '../../../../shared/errors.ts';

const CONNECT_MS = 5_000;

/** So that whoever copies says the same of a value as whoever loads it, whatever the server's settings are. */
const SETTINGS = `
  set client_encoding = 'UTF8'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC';
  set extra_float_digits = 3; set bytea_output = 'hex'; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0; set lock_timeout = '5s'`;

/**
 * Lends a connection without any limit of time: whoever copies a million rows, or makes an index on them, takes minutes.
 *
 * @throws AppError `postgres_away`
 */
export const withSession = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // A server that goes away in the middle fails the statement; it says so here as well.
  client.on('error', () => undefined);
  try {
    await client.connect().catch((cause: unknown) => {
      throw new AppError(
        'postgres_away',
        `No se pudo entrar a Postgres (${errorCodeOf(cause)}): revise DATABASE_URL y que el servidor esté en marcha.`,
        { cause },
      );
    });
    await client.query(SETTINGS);
    const result = await work(client);
    await client.end();
    return result;
  } catch (error) {
    // In the middle of a COPY nobody would hear a goodbye.
    client.connection.stream.destroy();
    throw error;
  }
};
