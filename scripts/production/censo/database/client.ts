import pg from 'pg';

const TIMEOUT_MS = 5_000;

/**
 * Lends `work` a connection of its own, for as long as it takes.
 *
 * @param unreachable what is thrown when nobody lets us in; what the driver says unless told
 * @throws what the driver says, also when the server does not answer within 5 s
 */
export const withClient = async <T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  unreachable = (error: unknown): unknown => error,
): Promise<T> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  try {
    await client.connect().catch((error: unknown) => {
      throw unreachable(error);
    });
    return await work(client);
  } finally {
    await client.end();
  }
};
