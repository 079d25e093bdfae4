import type pg from 'pg';
import { OWNER } from './role-names.ts';

/** What an earlier release made as another role, extensions' own things left out; a table's sequences go with it. */
const FOREIGN = `
  with "ours" as (select oid, nspname from pg_namespace where nspname in ('accounts', 'census', 'scraper')),
    "extended" as (select objid from pg_depend where deptype = 'e')
  select format('alter schema %I owner to ${OWNER}', nspname) as sql, 0 as "order" from pg_namespace
    where oid in (select oid from "ours") and nspowner <> '${OWNER}'::regrole
  union all
  select format('alter table %s owner to ${OWNER}', oid::regclass), 1 from pg_class
    where relnamespace in (select oid from "ours") and relkind in ('r', 'p', 'v', 'm')
      and relowner <> '${OWNER}'::regrole and oid not in (select objid from "extended")
  union all
  select format('alter function %s owner to ${OWNER}', oid::regprocedure), 2 from pg_proc
    where pronamespace in (select oid from "ours")
      and proowner <> '${OWNER}'::regrole and oid not in (select objid from "extended")
  union all
  select format('alter statistics %I.%I owner to ${OWNER}', nspname, stxname), 3
    from pg_statistic_ext join "ours" on "ours".oid = stxnamespace where stxowner <> '${OWNER}'::regrole
  order by "order"`;

/**
 * Gives what an earlier release made to the role that migrates, in one transaction.
 *
 * @throws the driver's error (42501) when whoever is connected may not
 */
export const adoptSchemas = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ sql: string }>(FOREIGN);
  if (rows.length === 0) return;
  await client.query('begin');
  try {
    // Behind a table in use everybody would wait.
    await client.query(`set local lock_timeout = '4s'`);
    for (const { sql } of rows) await client.query(sql);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
