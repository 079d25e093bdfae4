import type { TestDatabase } from '../../../support/servers/postgres.ts';
import type { Store } from '../../../support/year/store/store.ts';
import { type TableName, tableNames } from '../../../support/year/store/tables.ts';

/** What each store makes up for itself, and nobody goes by. */
const MADE_UP: Partial<Record<TableName, readonly string[]>> = {
  // The second only where traces are collected, which no simulated world does.
  records: ['traceId', 'traceparent'],
  attempts: ['traceId'],
  outbox: ['id'],
  operations: ['id'],
  places: ['id'],
  batch_members: ['position'],
  evidence: ['page', 'truncated'],
  pause: ['only'],
  catch_up: ['only'],
};

const camel = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Keys in one order, at every depth: a jsonb column has its own. */
const ordered = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, ordered(field)]),
  );
};

const comparable = (table: TableName, row: object): string => {
  const kept = Object.entries(row).filter(([name]) => !(MADE_UP[table] ?? []).includes(name));
  return JSON.stringify(ordered(Object.fromEntries(kept)));
};

/** Every row of every table, as text that can be compared. */
export const simulatedRows = (store: Store): Record<string, string[]> =>
  Object.fromEntries(
    tableNames.map((table) => [
      table,
      [...(store.rows[table] as Map<string, object>).values()].map((row) => comparable(table, row)).sort(),
    ]),
  );

export const realRows = async (database: TestDatabase): Promise<Record<string, string[]>> => {
  const tables: Record<string, string[]> = {};
  for (const table of tableNames) {
    const rows = await database.query<Record<string, unknown>>(`select * from census."${table}"`);
    tables[table] = rows
      .map((row) =>
        comparable(
          table,
          Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])),
        ),
      )
      .sort();
  }
  return tables;
};
