import type { Config } from '../../../../shared/config/config.ts';
import { AppError, errorCodeOf } from '../../../../shared/errors.ts';
import { schemas } from '../../../../shared/persistence/schemas.ts';
import { waitFor } from '../../../../shared/time/wait-for.ts';
import { withClient } from '../database/client.ts';
import { pendingMigrations, withSchema } from '../database/databases.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import type { Result } from '../result/result.ts';

/** Whoever waits is told for what; results alone go to the standard output. */
const log = { info: console.error, warn: console.error };

/**
 * Brings both schemas up to date, under the lock that starting services take too. Waits for Postgres as they do: a
 * cluster starts everything at once.
 *
 * @throws AppError `postgres_away` after START_TIMEOUT_S
 */
export const migrate = (config: Config): Promise<Result> =>
  withPostgresUrl(
    config,
    async (url) => {
      await waitForPostgres(url, config.startTimeoutS);
      const before = await pendingMigrations(url);
      for (const schema of schemas) await withSchema(url, schema, async () => {}, log);
      const run = before.flatMap(({ schema, pending }) => pending.map((name) => `${schema}: ${name}`));
      const lines =
        run.length === 0
          ? ['La base de datos ya estaba al día.']
          : ['La base de datos quedó al día:', ...run.map((name) => `  ${name}`)];
      return { lines, data: { migrated: run } };
    },
    { create: true },
  );

const waitForPostgres = async (url: string, seconds: number): Promise<void> => {
  const answer = () => withClient(url, (client) => client.query('select 1'));
  await waitFor('Postgres', { log, patienceMs: seconds * 1_000 }, answer).catch((cause: unknown) => {
    throw new AppError(
      'postgres_away',
      `Postgres no respondió en ${seconds} s (${errorCodeOf(cause)}): revise DATABASE_URL y que el servidor esté en marcha, y repita. START_TIMEOUT_S dice cuánto se espera.`,
      { status: 503, cause },
    );
  });
};
