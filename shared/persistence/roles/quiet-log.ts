import type pg from 'pg';
import { isThere } from './is-there.ts';
import { BACKUP, OWNER, roleNames, serviceRoles } from './role-names.ts';

/**
 * What keeps values out of the server's log: no statement, because the ORM writes values into it, no detail of an error,
 * because it has the row or the key, and of services no message of an error, because it may quote what could not be read.
 * A service logs each of its errors by its code.
 */
const statements: Record<string, string> = {
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
};
/** Errors come below the server's own lines (`log`). */
const services: Record<string, string> = { ...statements, log_min_messages: 'log' };

/** The same for a whole server that is the portal's alone, as arguments of `postgres`. */
export const quietArguments = (): string[] =>
  Object.entries(services).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const NOT_ALLOWED = '42501';

/**
 * Sets it for each role, as far as whoever is connected may: most of it is a superuser's to set.
 *
 * @returns the statements that somebody else has to give
 */
export const quietRoles = async (client: pg.ClientBase): Promise<string[]> => {
  const left: string[] = [];
  const wanted: [string, Record<string, string>][] = [
    [OWNER, statements],
    ...roleNames.map((name): [string, Record<string, string>] => [serviceRoles[name].role, services]),
    ...((await isThere(client, BACKUP)) ? [[BACKUP, services] as [string, Record<string, string>]] : []),
  ];
  for (const [role, settings] of wanted)
    for (const [name, value] of Object.entries(settings)) {
      const sql = `alter role ${role} set ${name} = '${value}'`;
      if (await has(client, role, `${name}=${value}`)) continue;
      await client.query(sql).catch((error: { code?: unknown }) => {
        if (error.code !== NOT_ALLOWED) throw error;
        left.push(sql);
      });
    }
  return left;
};

const has = async (client: pg.ClientBase, role: string, setting: string): Promise<boolean> => {
  const { rowCount } = await client.query(
    `select 1 from pg_db_role_setting where setdatabase = 0 and setrole = $1::regrole and $2 = any(setconfig)`,
    [role, setting],
  );
  return rowCount === 1;
};
