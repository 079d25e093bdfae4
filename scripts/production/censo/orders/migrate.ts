import type { Config } from '../../../../shared/config/config.ts';
import { schemas, withSchema } from '../database/databases.ts';
import { pendingMigrations } from '../database/pending-migrations.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import { waitForPostgres } from '../database/wait-for-postgres.ts';
import type { Result } from '../result/report.ts';

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
      await waitForPostgres(url, { log, seconds: config.startTimeoutS });
      const before = await pendingMigrations(url, schemas);
      for (const { schema } of schemas) await withSchema(url, schema, async () => {}, log);
      const run = before.flatMap(({ schema, pending }) => pending.map((name) => `${schema}: ${name}`));
      const lines =
        run.length === 0
          ? ['La base de datos ya estaba al día.']
          : ['La base de datos quedó al día:', ...run.map((name) => `  ${name}`)];
      return { lines, data: { migrated: run } };
    },
    { create: true },
  );
