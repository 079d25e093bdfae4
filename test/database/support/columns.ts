import type { TestDatabase } from '../../support/servers/postgres.ts';

/** Every column of a schema, as `table.column`. */
export const columnsOf = async (database: TestDatabase, schema: string): Promise<string[]> => {
  const rows = await database.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = $1 order by 1`,
    [schema],
  );
  return rows.map(({ name }) => name);
};

/** Those columns about which nobody has decided; a table that is withheld whole is named by `table.*`. */
export const undecided = (
  columns: readonly string[],
  given: readonly string[],
  withheld: Readonly<Record<string, string>>,
): string[] =>
  columns.filter(
    (column) =>
      !given.includes(column) && !(column in withheld) && !(`${column.split('.')[0]}.*` in withheld),
  );

/** What is decided of columns that there are not any more. */
export const obsolete = (
  columns: readonly string[],
  given: readonly string[],
  withheld: Readonly<Record<string, string>>,
): string[] => {
  const tables = new Set(columns.map((column) => `${column.split('.')[0]}.*`));
  return [...given, ...Object.keys(withheld)].filter((name) => !columns.includes(name) && !tables.has(name));
};

/** How a value stands in what is given. */
export const asGiven = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : String(value);
