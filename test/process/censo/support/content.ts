import { queryAt, withClient } from '../../../support/servers/sql.ts';

interface Portal {
  readonly url: string;
}

/** Every row of every table, as text: what two databases are held against each other by. */
export const contentOf = ({ url }: Portal): Promise<Record<string, string[]>> =>
  withClient(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('accounts', 'census') order by 1`,
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  });

/** @returns the id of the account */
export const addPerson = async ({ url }: Portal, cedula: string, name: string): Promise<string> => {
  const [row] = await queryAt<{ id: string }>(
    url,
    `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal, created_at, census_version)
     values (gen_random_uuid(), $1, $2, '+573001234567', 'x', 'USER', $3, 10, now(), 0) returning id`,
    [cedula, name, `C${cedula}`],
  );
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
};

/** The cédulas of those who have an account. */
export const peopleIn = (url: string): Promise<string[]> =>
  queryAt<{ cedula: string }>(url, 'select cedula from accounts.users order by 1').then((rows) =>
    rows.map(({ cedula }) => cedula),
  );

/** What is hard to copy: bytes, more of them than one file of a backup takes, an answer with quotes, a session that is open. */
export const fillFurther = async ({ url }: Portal): Promise<void> => {
  const give = (sql: string) => queryAt(url, sql);
  await give(
    `update census.records set answer = '{"puesto": "IE \\"LA ESPERANZA\\"\\nSEDE 2", "mesa": "4"}', answer_status = 'ACTIVE', answered_at = now()`,
  );
  await give(
    `insert into census.attempts (lease_id, user_id, attempt, worker, started_at)
     select gen_random_uuid(), user_id, n, 'prueba', now() from census.records, generate_series(1, 7) n`,
  );
  await give(
    `insert into census.evidence (lease_id, page, truncated, stored_at)
     select lease_id, (select string_agg(sha256((lease_id::text || n)::bytea), '') from generate_series(1, 4000) n), false, now()
     from census.attempts`,
  );
  await give(
    `insert into accounts.audit (at, actor_id, action, subject_ids, ip, detail)
     select now(), null, 'user.create', array[id], 'censo', 'ADMIN' from accounts.users`,
  );
  await give(
    `insert into accounts.sessions (id, token_hash, user_id, created_at, expires_at)
     select gen_random_uuid(), sha256('x'), id, now(), now() + interval '1 day' from accounts.users limit 1`,
  );
};
