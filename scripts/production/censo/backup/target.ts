import type pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import { roleNames, serviceRoles } from '../../../../shared/persistence/roles/role-names.ts';
import { schemas } from '../../../../shared/persistence/schemas.ts';
import { fullName } from './archive/format.ts';
import { readShapes, sqlName } from './shapes.ts';

/** What a schema says of itself while it is being restored: what was cut off in the middle is nobody's. */
export const UNFINISHED = 'censo restore: unfinished';

/** What a portal writes at its first start, before anybody has used it. */
const OF_A_START = new Set([
  ...['accounts.migrations', 'accounts.secrets', 'accounts.consent_texts', 'accounts.catch_up'],
  ...['census.migrations', 'census.data_origin', 'census.catch_up', 'census.lanes', 'census.workers'],
]);

/**
 * Makes room for a restore: what a start, or a restore that was cut off, has left is removed.
 *
 * @throws AppError `target_in_use` while a portal works with it, `target_not_empty`: nothing is removed then
 */
export const clearTarget = async (client: pg.Client): Promise<void> => {
  const found = await schemasHere(client);
  if (found.length === 0) return;
  if (await isInUse(client))
    throw new AppError(
      'target_in_use',
      'El portal está usando esta base de datos: detenga accounts y census, y repita.',
    );
  if (!found.some(({ comment }) => comment === UNFINISHED)) await mustBeEmpty(client);
  await dropSchemas(client);
};

const schemasHere = async (client: pg.ClientBase): Promise<{ comment: string | null }[]> =>
  (
    await client.query<{ comment: string | null }>(
      `select obj_description(oid, 'pg_namespace') as "comment" from pg_namespace where nspname = any($1)`,
      [[...schemas]],
    )
  ).rows;

const isInUse = async (client: pg.ClientBase): Promise<boolean> => {
  const { rowCount } = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename = any($1) limit 1`,
    [roleNames.map((name) => serviceRoles[name].role)],
  );
  return rowCount !== 0;
};

const mustBeEmpty = async (client: pg.ClientBase): Promise<void> => {
  for (const shape of await readShapes(client)) {
    const name = fullName(shape);
    if (OF_A_START.has(name)) continue;
    const { rowCount } = await client.query(`select 1 from ${sqlName(shape)} limit 1`);
    if (rowCount !== 0)
      throw new AppError(
        'target_not_empty',
        `En esta base de datos ya hay un portal (${name} tiene filas), y no se cambió nada. Restaure en una base nueva o en otro DATA_DIR; si de verdad quiere reemplazar esta, borre antes sus esquemas accounts y census.`,
      );
  }
};

/** Removes both schemas with all that is in them. @throws AppError `target_in_use` */
export const dropSchemas = async (client: pg.ClientBase): Promise<void> => {
  for (const schema of schemas)
    await client.query(`drop schema if exists ${schema} cascade`).catch((cause: { code?: unknown }) => {
      if (cause.code !== '55P03') throw cause;
      throw new AppError(
        'target_in_use',
        'Alguien está usando esta base de datos: detenga accounts y census, y repita.',
        { cause },
      );
    });
};
