import pg from 'pg';
import { errorCodeOf } from '../../shared/error-code.ts';
import { AppError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/time/wait-for.ts';

const TIMEOUT_MS = 5_000;

interface Patience {
  log: { info(message: string): void; warn(message: string): void };
  seconds: number;
}

/** Waits for a server that may come up after this process, as a start does. @throws AppError `postgres_away` */
export const waitForPostgres = async (url: string, { log, seconds }: Patience): Promise<void> => {
  await waitFor('Postgres', { log, patienceMs: seconds * 1_000 }, () => answer(url)).catch(
    (cause: unknown) => {
      throw new AppError(
        'postgres_away',
        `Postgres no respondió en ${seconds} s (${errorCodeOf(cause)}): revise DATABASE_URL y que el servidor esté en marcha, y repita. START_TIMEOUT_S dice cuánto se espera.`,
        { status: 503, cause },
      );
    },
  );
};

const answer = async (url: string): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
};
