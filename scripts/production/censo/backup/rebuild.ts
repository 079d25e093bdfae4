import pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { SchemaOwner } from '../../../../shared/persistence/database.ts';
import { type SchemaName, schemas } from '../../../../shared/persistence/schemas.ts';
import { knownMigrations, migrateSchema } from '../database/databases.ts';
import type { Manifest, TableShape } from './archive/format.ts';
import type { Archive, Content } from './archive/read-archive.ts';
import { loadArchive } from './load.ts';
import { withSession } from './session.ts';
import { clearTarget, dropSchemas, UNFINISHED } from './target.ts';

const silent = { info: () => {}, warn: () => {} };

interface RebuildOptions {
  archive: Archive;
  /** As whom the schemas are made; asked for once there is room for them. */
  owner: () => Promise<SchemaOwner>;
  wanted?: (table: TableShape) => boolean;
}

/**
 * Makes both schemas of a backup where none are: by the migrations that it had, then its rows, then the migrations that came
 * since. What fails in the middle leaves nothing.
 *
 * @throws AppError `backup_newer`, `backup_damaged`, `target_in_use`, `target_not_empty`; what migrating throws
 */
export const rebuild = async (
  url: string,
  { archive, owner: findOwner, wanted = () => true }: RebuildOptions,
): Promise<Content> => {
  const { migrations } = archive.manifest;
  mustKnow(migrations);
  return withSession(url, async (client) => {
    await clearTarget(client);
    const owner = await findOwner();
    try {
      if (owner.role !== undefined) await client.query(`set role ${pg.escapeIdentifier(owner.role)}`);
      for (const schema of schemas) {
        await client.query(`create schema ${schema}; comment on schema ${schema} is '${UNFINISHED}'`);
        await migrateSchema(owner, schema, silent, migrations[schema]);
        // They come with the rows: until then no service starts on it, whatever becomes of this process.
        await client.query(`delete from ${schema}.migrations`);
      }
      const content = await loadArchive(client, {
        archive,
        wanted: (table) => table.table === 'migrations' || wanted(table),
        finish,
      });
      for (const schema of schemas) await migrateSchema(owner, schema, silent);
      await client.query(`analyze`);
      for (const schema of schemas) await client.query(`comment on schema ${schema} is null`);
      return content;
    } catch (error) {
      await client.query('reset role');
      await dropSchemas(client);
      throw error;
    }
  });
};

const mustKnow = (migrations: Manifest['migrations']): void => {
  for (const schema of schemas) {
    const known = knownMigrations(schema);
    const unknown = migrations[schema].filter((name) => !known.includes(name));
    if (unknown.length > 0)
      throw new AppError(
        'backup_newer',
        `Este respaldo es de una versión más nueva (${schema}: ${unknown.join(', ')}) y no se cambió nada: instale esa versión o una posterior, y repita.`,
      );
  }
};

/** What opens something is not opened again by an older state: who ended a session, or used a link, has done so. */
const ENDED: [SchemaName, string][] = [
  ['accounts', 'sessions'],
  ['accounts', 'pending_logins'],
  ['accounts', 'one_times'],
];

const finish = async (client: pg.ClientBase): Promise<void> => {
  for (const [schema, table] of ENDED) {
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass($1) is not null as "there"`, [
      `${schema}.${table}`,
    ]);
    if (rows[0]?.there === true) await client.query(`delete from ${schema}.${table}`);
  }
};
