import type { PostgreSqlConnection } from '@mikro-orm/postgresql';

interface Client {
  query(...parameters: unknown[]): unknown;
  end(): Promise<void>;
}

/** A pool as the driver's option `onPoolCreated` gives it. */
interface Pool {
  on(event: 'connect', listener: (client: Client) => void): unknown;
}

/** An answer that is still to come would be taken for that of the next query. */
export const endAfterTimeout = (pool: Pool): void => {
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = (...parameters) => {
      const result = query(...parameters);
      if (result instanceof Promise)
        result.catch((error: unknown) => {
          if (error instanceof Error && error.message === 'Query read timeout') void client.end();
        });
      return result;
    };
  });
};

/**
 * Gives a transaction's place in the pool back when its connection was lost. kysely keeps it for ever when a `begin` or
 * a `rollback` fails, so that a process would have none left after some restarts of Postgres. To be called before the
 * first query.
 */
export const releaseLostConnections = (
  connection: PostgreSqlConnection,
  log: { warn(message: string): void },
): void => {
  const makeDialect = connection.createKyselyDialect.bind(connection);
  connection.createKyselyDialect = (options) => {
    const dialect = makeDialect(options);
    const makeDriver = dialect.createDriver.bind(dialect);
    dialect.createDriver = () => {
      const driver = makeDriver();
      const begin = driver.beginTransaction.bind(driver);
      const rollback = driver.rollbackTransaction.bind(driver);
      driver.beginTransaction = async (lost, settings) => {
        try {
          await begin(lost, settings);
        } catch (error) {
          await driver.releaseConnection(lost);
          throw error;
        }
      };
      // Postgres rolls back what a lost connection had begun; kysely then gives its place back.
      driver.rollbackTransaction = (lost) =>
        rollback(lost).catch((error: unknown) => log.warn(`connection lost in a transaction: ${error}`));
      return driver;
    };
    return dialect;
  };
};
