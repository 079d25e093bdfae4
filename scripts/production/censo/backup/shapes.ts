import pg from 'pg';
import { schemas } from '../../../../shared/persistence/schemas.ts';
import type { TableShape } from './archive/format.ts';

/** The tables that have anything to copy: one without columns, which is only locked, has not. */
const TABLES = `
  select "n"."nspname" as "schema", "c"."relname" as "table",
    array_agg("a"."attname"::text order by "a"."attnum") as "columns"
  from pg_class "c" join pg_namespace "n" on "n"."oid" = "c"."relnamespace"
  join pg_attribute "a" on "a"."attrelid" = "c"."oid" and "a"."attnum" > 0 and not "a"."attisdropped"
    and "a"."attgenerated" = ''
  where "n"."nspname" = any($1) and "c"."relkind" = 'r'
  group by 1, 2 order by 1, 2`;

/** Every table of the portal's schemas as it is there. */
export const readShapes = async (client: pg.ClientBase): Promise<TableShape[]> =>
  (await client.query<TableShape>(TABLES, [[...schemas]])).rows;

/** As SQL names it. */
export const sqlName = ({ schema, table }: Pick<TableShape, 'schema' | 'table'>): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;

/** Table and columns, as COPY takes them. */
export const copyName = (shape: TableShape): string =>
  `${sqlName(shape)} (${shape.columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
