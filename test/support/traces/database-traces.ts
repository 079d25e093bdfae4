import { gunzipSync } from 'node:zlib';
import type pg from 'pg';

/** A table's column in which something was found. */
export type Trace = string;

const IDENTITY = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface Column {
  schema: string;
  table: string;
  column: string;
  type: string;
}

/** Every column of every table and view that is kept, of every schema but Postgres' own: also of a table that came later. */
const columnsOf = async (client: pg.Client): Promise<Column[]> => {
  const { rows } = await client.query<Column>(`
    select n.nspname as schema, c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    order by 1, 2, a.attnum`);
  return rows;
};

/** What a column of bytes says: as it is, and unpacked when it is packed. */
const saidBy = (bytes: Buffer): string => {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    // Not packed.
    return bytes.toString('utf8');
  }
};

/** Looks for any of these texts in every column, whatever its type, letter case and accents aside. */
export const tracesIn = async (client: pg.Client, texts: readonly string[]): Promise<Trace[]> => {
  const wanted = texts.map((text) => text.toLowerCase());
  const found: Trace[] = [];
  for (const { schema, table, column, type } of await columnsOf(client)) {
    const from = `${IDENTITY(schema)}.${IDENTITY(table)}`;
    const isBytes = type === 'bytea';
    const { rows } = await client.query<{ value: string | Buffer }>(
      `select ${IDENTITY(column)}${isBytes ? '' : '::text'} as value from ${from} where ${IDENTITY(column)} is not null`,
    );
    const has = rows.some(({ value }) => {
      const text = (typeof value === 'string' ? value : saidBy(value)).toLowerCase();
      return wanted.some((one) => text.includes(one));
    });
    if (has) found.push(`${schema}.${table}.${column}`);
  }
  return found;
};
