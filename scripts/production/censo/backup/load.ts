import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copy from 'pg-copy-streams';
import type { SchemaName } from '../../../../shared/persistence/schemas.ts';
import { damaged } from './archive/entries.ts';
import { fullName, type Sums, type TableShape } from './archive/format.ts';
import type { Archive, Content } from './archive/read-archive.ts';
import { copyName, readShapes, sqlName } from './shapes.ts';

interface LoadOptions {
  archive: Archive;
  /** Which tables are loaded; the others are only counted. */
  wanted: (table: TableShape) => boolean;
  /** Last of all, in the same transaction. */
  finish: (client: pg.ClientBase) => Promise<void>;
}

/**
 * Loads a backup into schemas that its own migrations have made, in one transaction: everything, or nothing. Whatever would judge
 * a row (triggers, foreign keys) or follow it (indexes) is set aside meanwhile, and holds for all of them at the end.
 *
 * @param client connected as, or in the role of, the schemas' owner: see `session.ts`
 * @throws AppError `backup_damaged`
 */
export const loadArchive = async (
  client: pg.Client,
  { archive, wanted, finish }: LoadOptions,
): Promise<Content> => {
  const here = (await readShapes(client)).filter(wanted);
  const tables = new Map(archive.manifest.tables.filter(wanted).map((table) => [fullName(table), table]));
  for (const { schema, table, columns } of here) {
    const there = tables.get(fullName({ schema, table }))?.columns ?? [];
    if (columns.length !== there.length || columns.some((column) => !there.includes(column)))
      damaged(new Error(`${schema}.${table} is not what its migrations make`));
  }
  if (here.length !== tables.size) damaged(new Error('tables that its migrations do not make'));

  await client.query('begin');
  try {
    const aside = await setAside(client, here);
    const content = await copyIn(client, archive, tables);
    await setSequences(client, here, content.sequences);
    for (const sql of aside) await client.query(sql);
    await finish(client);
    await client.query('commit');
    return content;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // A lost connection has rolled back.
    throw error;
  }
};

const copyIn = async (
  client: pg.Client,
  archive: Archive,
  tables: ReadonlyMap<string, TableShape>,
): Promise<Content> => {
  const pieces = archive.pieces();
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return value;
    const shape = tables.get(value.table);
    if (shape === undefined) continue;
    await pipeline(
      Readable.from([Buffer.from(value.content)]),
      client.query(copy.from(`copy ${copyName(shape)} from stdin`)),
    );
  }
};

/** @returns what brings it back, in order */
const setAside = async (client: pg.Client, tables: readonly TableShape[]): Promise<string[]> => {
  const names = tables.map(sqlName);
  const { rows } = await client.query<{ undo: string; redo: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as "undo",
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as "redo", 1 as "order"
     from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])
     union all
     select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 0
     from pg_index where indrelid = any($1::regclass[])
       and not exists (select from pg_constraint where conindid = indexrelid and contype <> 'f')
     order by "order" desc, "redo"`,
    [names],
  );
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  for (const { undo } of rows) await client.query(undo);
  await client.query(`truncate ${names.join(', ')}`);
  return [
    ...rows.map(({ redo }) => redo).reverse(),
    ...names.map((name) => `alter table ${name} enable trigger user`),
  ];
};

const setSequences = async (
  client: pg.Client,
  tables: readonly TableShape[],
  sequences: Sums['sequences'],
): Promise<void> => {
  const schemas = [...new Set<SchemaName>(tables.map(({ schema }) => schema))];
  const { rows } = await client.query<{ name: string; sql: string }>(
    `select schemaname || '.' || sequencename as "name", format('%I.%I', schemaname, sequencename) as "sql"
     from pg_sequences where schemaname = any($1)`,
    [schemas],
  );
  for (const { name, sql } of rows) {
    const at = sequences[name];
    if (at === undefined) damaged(new Error(`nothing of ${name}`));
    else await client.query('select setval($1, $2::bigint, $3)', [sql, at.value, at.called]);
  }
};
