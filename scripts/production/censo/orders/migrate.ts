import type { Config } from '../../../../shared/config/config.ts';
import { AppError, errorCodeOf } from '../../../../shared/errors.ts';
import type { SchemaOwner } from '../../../../shared/persistence/database.ts';
import { hasRoles, prepareRoles } from '../../../../shared/persistence/roles/prepare-roles.ts';
import { OWNER } from '../../../../shared/persistence/roles/role-names.ts';
import { schemas } from '../../../../shared/persistence/schemas.ts';
import { waitFor } from '../../../../shared/time/wait-for.ts';
import { withClient } from '../database/client.ts';
import { migrateSchema, pendingMigrations } from '../database/databases.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import type { Result } from '../result/result.ts';

/** Whoever waits is told for what; results alone go to the standard output. */
const log = { info: console.error, warn: console.error };

/**
 * Brings both schemas up to date, under the lock that starting services take too, and makes a role for each service where
 * passwords for them are given or the roles are there. Waits for Postgres as services do: a cluster starts everything at
 * once.
 *
 * @throws AppError `postgres_away` after START_TIMEOUT_S, `roles_missing`, `roles_refused`
 */
export const migrate = (config: Config): Promise<Result> =>
  withPostgresUrl(
    config,
    async (url) => {
      await waitForPostgres(url, config.startTimeoutS);
      const { owner, notices } = await ownerOf(url, config);
      const before = await pendingMigrations(url);
      for (const schema of schemas) await migrateSchema(owner, schema, log);
      const run = before.flatMap(({ schema, pending }) => pending.map((name) => `${schema}: ${name}`));
      const lines =
        run.length === 0
          ? ['La base de datos ya estaba al día.']
          : ['La base de datos quedó al día:', ...run.map((name) => `  ${name}`)];
      for (const notice of notices) log.warn(notice);
      return { lines, data: { migrated: run, notices } };
    },
    { create: true },
  );

/** As whom the schemas are brought up to date, and what the operator should know of the roles. */
export const ownerOf = async (
  url: string,
  { rolePasswords }: Config,
): Promise<{ owner: SchemaOwner; notices: string[] }> => {
  const areWanted = Object.keys(rolePasswords).length > 0 || (await withClient(url, hasRoles));
  if (!areWanted)
    return {
      owner: { url },
      notices: [
        'Todos los servicios usan el mismo rol de Postgres. Con DATABASE_PASSWORD_ACCOUNTS, _CENSUS y _PACE cada uno tiene el suyo (k8s/README.md).',
      ],
    };
  const { left } = await prepareRoles(url, rolePasswords);
  const notices =
    left.length === 0
      ? []
      : [
          'Para que el registro de Postgres no tenga datos de personas, como administrador:',
          ...left.map((sql) => `  ${sql};`),
        ];
  return { owner: { url, role: OWNER }, notices };
};

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
