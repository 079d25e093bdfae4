import type pg from 'pg';

/** Whether the server has a role of this name. */
export const isThere = async (client: pg.ClientBase, role: string): Promise<boolean> =>
  (await client.query('select 1 from pg_roles where rolname = $1', [role])).rowCount === 1;
