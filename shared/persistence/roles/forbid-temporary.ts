import pg from 'pg';
import { roleNames, serviceRoles } from './role-names.ts';

const NOT_ALLOWED = '42501';

/**
 * Takes from everybody the right to make temporary objects, which no service needs: a type of somebody's own, found under
 * a name that the owner's functions use, would be code of theirs that runs as the owner.
 *
 * @returns the statement that the database's owner has to give, when whoever is connected is not that
 */
export const forbidTemporary = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ database: string }>('select current_database() as database');
  const sql = `revoke temporary on database ${pg.escapeIdentifier(rows[0]?.database ?? '')} from public`;
  // Whoever may not is refused, or only warned.
  await client.query(sql).catch((error: { code?: unknown }) => {
    if (error.code !== NOT_ALLOWED) throw error;
  });
  return (await mayStill(client)) ? [sql] : [];
};

const mayStill = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ may: boolean }>(
    `select bool_or(has_database_privilege(role, current_database(), 'temporary')) as may from unnest($1::text[]) role`,
    [roleNames.map((name) => serviceRoles[name].role)],
  );
  return rows[0]?.may === true;
};
