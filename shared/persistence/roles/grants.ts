import pg from 'pg';
import { isThere } from './is-there.ts';
import { BACKUP, type RoleName, serviceRoles } from './role-names.ts';

/** What the role of a service may do with the tables of its schema; no role may truncate one, or change what it is like. */
export interface Grants {
  role: RoleName;
  /** As SQL says it, by table. A table that is not named may be read, written and deleted from. */
  tables: Readonly<Record<string, string>>;
  /** Functions that it may call, with their parameters' types; nobody else may. */
  functions?: readonly string[];
  /** The table in which whoever makes backups notes them; they read all of them. */
  notedBackups?: string;
}

/** One number for the whole product, beside that of migrations. */
const LOCK = 7_241_998;
const USUAL = 'select, insert, update, delete';

/**
 * Gives a service's role what it needs in the schema, and no other role anything. Said anew with each migration, so that
 * a table that was added later, or whose rights were narrowed, is right as well.
 *
 * @param client connected as, or in the role of, the schema's owner
 */
export const grantSchema = async (client: pg.ClientBase, schema: string, grants: Grants): Promise<void> => {
  const { role } = serviceRoles[grants.role];
  const { rows } = await client.query<{ table: string }>(
    `select relname as table from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v') order by 1`,
    [schema],
  );
  const tables = rows.map(({ table }) => table);
  await client.query('begin');
  try {
    // Two at once would write the same rows of the catalogue.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(`revoke all on schema ${schema} from public`);
    await client.query(`grant usage on schema ${schema} to ${role}`);
    await client.query(`alter default privileges in schema ${schema} grant ${USUAL} on tables to ${role}`);
    for (const table of tables) {
      const full = `${schema}.${pg.escapeIdentifier(table)}`;
      const wanted = grants.tables[table] ?? USUAL;
      await client.query(`revoke all on ${full} from public, ${role}`);
      await client.query(`grant ${wanted} on ${full} to ${role}`);
    }
    for (const name of grants.functions ?? [])
      await client.query(`grant execute on function ${schema}.${name} to ${role}`);
    await grantBackup(client, schema, grants.notedBackups);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** Where there is a role for it. */
const grantBackup = async (
  client: pg.ClientBase,
  schema: string,
  noted: string | undefined,
): Promise<void> => {
  if (!(await isThere(client, BACKUP))) return;
  await client.query(`grant usage on schema ${schema} to ${BACKUP}`);
  for (const kind of ['tables', 'sequences']) {
    await client.query(`revoke all on all ${kind} in schema ${schema} from ${BACKUP}`);
    await client.query(`grant select on all ${kind} in schema ${schema} to ${BACKUP}`);
    await client.query(`alter default privileges in schema ${schema} grant select on ${kind} to ${BACKUP}`);
  }
  if (noted !== undefined)
    await client.query(`grant insert on ${schema}.${pg.escapeIdentifier(noted)} to ${BACKUP}`);
};

/** The pace has one table, and no migrations. */
export const grantPace = async (client: pg.ClientBase): Promise<void> => {
  const { role, schema } = serviceRoles.pace;
  await client.query(`create schema if not exists ${schema}`);
  // As rate-limiter-flexible makes it.
  await client.query(
    `create table if not exists ${schema}.pace (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
  );
  await client.query(`grant usage on schema ${schema} to ${role}`);
  await client.query(`grant ${USUAL} on ${schema}.pace to ${role}`);
};
