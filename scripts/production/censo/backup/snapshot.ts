import type { Readable } from 'node:stream';
import type pg from 'pg';
import copy from 'pg-copy-streams';
import { AppError } from '../../../../shared/errors.ts';
import { type SchemaName, schemas } from '../../../../shared/persistence/schemas.ts';
import {
  FORMAT,
  fullName,
  MANIFEST,
  type Manifest,
  PIECE_BYTES,
  pieceName,
  SUMS,
  type Sums,
} from './archive/format.ts';
import { createTally } from './archive/tally.ts';
import type { Files } from './archive/write-archive.ts';
import { copyName, readShapes, sqlName } from './shapes.ts';

/**
 * Copies both schemas as they are at one moment. Nobody waits for it, and it waits for nobody; what is deleted meanwhile stays
 * in the tables until its end.
 *
 * @param client a connection that may read everything: see `session.ts`
 * @returns what was copied
 * @throws AppError `no_data` without schemas, `backup_role` when the role may not read everything
 */
export const copySnapshot = async (
  client: pg.Client,
  files: Files,
  release: string,
): Promise<{ manifest: Manifest; sums: Sums }> => {
  const before = await readShapes(client);
  if (before.length === 0)
    throw new AppError('no_data', 'En esta base de datos no hay un portal: no hay qué respaldar.');
  await mustRead(client, before.map(fullName));
  await client.query('begin transaction isolation level repeatable read, read only');
  // No migration comes between: what it changes would be other tables than the moment had.
  await client.query(`lock table ${before.map(sqlName).join(', ')} in access share mode`);
  const manifest = await manifestOf(client, release);
  await files.add(MANIFEST, json(manifest));
  const tally = createTally(manifest.tables);
  for (const shape of manifest.tables) {
    const name = fullName(shape);
    const rows: Readable = client.query(copy.to(`copy ${copyName(shape)} to stdout`));
    let n = 0;
    for await (const piece of wholeRows(rows, PIECE_BYTES)) {
      n += 1;
      tally.add(name, piece);
      await files.add(pieceName(name, n), piece);
    }
  }
  // Numbers that were given out since are passed over, which does no harm.
  const sums = { tables: tally.end(), sequences: await sequencesOf(client) };
  await files.add(SUMS, json(sums));
  await client.query('commit');
  return { manifest, sums };
};

const json = (value: object): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

const manifestOf = async (client: pg.Client, release: string): Promise<Manifest> => {
  const tables = await readShapes(client);
  const { rows } = await client.query<{ at: Date; postgres: string }>(
    `select now() as "at", current_setting('server_version') as "postgres"`,
  );
  const [now] = rows;
  return {
    format: FORMAT,
    release,
    takenAt: (now?.at ?? new Date(0)).toISOString(),
    postgres: now?.postgres ?? '',
    migrations: await migrationsOf(client),
    tables,
    auditHead: await headOf(client),
  };
};

const mustRead = async (client: pg.Client, tables: string[]): Promise<void> => {
  const { rows } = await client.query<{ table: string }>(
    `select "table" from unnest($1::text[]) "table" where not has_table_privilege("table", 'select')`,
    [tables],
  );
  if (rows.length > 0)
    throw new AppError(
      'backup_role',
      `El rol de DATABASE_URL no puede leer ${rows[0]?.table}: use censo_backup, que lee todo y no cambia nada (docs/runbook.md).`,
    );
};

const migrationsOf = async (client: pg.Client): Promise<Manifest['migrations']> => {
  const namesOf = async (schema: SchemaName): Promise<[SchemaName, string[]]> => {
    const { rows } = await client.query<{ name: string }>(
      `select name from ${schema}.migrations order by id`,
    );
    return [schema, rows.map(({ name }) => name)];
  };
  const named: [SchemaName, string[]][] = [];
  for (const schema of schemas) named.push(await namesOf(schema));
  return Object.fromEntries(named) as Manifest['migrations']; // Each of its names once.
};

const headOf = async (client: pg.Client): Promise<Manifest['auditHead']> => {
  const { rows } = await client.query<{ seq: string; hash: string }>(
    `select "seq"::text, encode("hash", 'hex') as "hash" from (
       (select "seq", "hash" from "accounts"."audit_chain" order by "seq" desc limit 1)
       union all (select "seq", "hash" from "accounts"."audit_checkpoints" order by "seq" desc limit 1)
     ) "ends" order by "ends"."seq" desc limit 1`,
  );
  return rows[0] ?? { seq: '0', hash: '' };
};

const sequencesOf = async (client: pg.Client): Promise<Sums['sequences']> => {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `select schemaname || '.' || sequencename as "name", format('%I.%I', schemaname, sequencename) as "sql"
     from pg_sequences where schemaname = any($1) order by 1`,
    [[...schemas]],
  );
  const found: Sums['sequences'] = {};
  for (const { name, sql } of rows) {
    const { rows: at } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as "value", is_called as "called" from ${sql}`,
    );
    if (at[0] !== undefined) found[name] = at[0];
  }
  return found;
};

const NEWLINE = 0x0a;

/** What comes in chunks of any size, in pieces that end with a row. */
async function* wholeRows(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) continue;
    const rest = chunk.subarray(end);
    held[held.length - 1] = chunk.subarray(0, end);
    yield Buffer.concat(held);
    held = rest.length > 0 ? [Buffer.from(rest)] : [];
    bytes = rest.length;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
