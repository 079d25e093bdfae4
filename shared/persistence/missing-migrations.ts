import pg from 'pg';

/**
 * The migrations that a schema lacks, in order. Only looks: takes no lock, and makes no schema that is missing.
 *
 * @param names every migration of the schema, in the order in which they run
 */
export const missingMigrations = async (
  client: pg.ClientBase,
  schema: string,
  names: readonly string[],
): Promise<string[]> => {
  const table = `${pg.escapeIdentifier(schema)}.migrations`;
  // A role without any right to the schema cannot even ask for the table.
  const { rows } = await client.query<{ there: boolean }>(
    `select exists (select from pg_namespace where nspname = $1 and has_schema_privilege(oid, 'usage'))
       and case when has_schema_privilege($1, 'usage') then to_regclass($2) is not null else false end as there`,
    [schema, table],
  );
  const done = rows[0]?.there
    ? (await client.query<{ name: string }>(`select name from ${table}`)).rows.map(({ name }) => name)
    : [];
  return names.filter((name) => !done.includes(name));
};
