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
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table,
  ]);
  const done = rows[0]?.there
    ? (await client.query<{ name: string }>(`select name from ${table}`)).rows.map(({ name }) => name)
    : [];
  return names.filter((name) => !done.includes(name));
};
