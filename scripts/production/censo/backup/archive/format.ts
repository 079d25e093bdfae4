import { z } from 'zod';
import { type SchemaName, schemas } from '../../../../../shared/persistence/schemas.ts';

/** What a reader of this release understands; another number is another format. */
export const FORMAT = 1;

/** The first file of a backup, and its last one. */
export const MANIFEST = 'manifest.json';
export const SUMS = 'sums.json';

/** The part of a table's rows that is one file: read into memory whole, and loaded by one COPY. */
export const PIECE_BYTES = 4 * 1_048_576;

const name = z.string().min(1).max(63);
const schemaName = z.custom<SchemaName>((value) => schemas.some((one) => one === value));

const tableRule = z.object({ schema: schemaName, table: name, columns: z.array(name).min(1) });

/** A table, and those of its columns that somebody wrote: what is generated is generated again. */
export type TableShape = z.output<typeof tableRule>;

export const manifestRule = z.object({
  format: z.literal(FORMAT),
  /** The release that wrote it. */
  release: z.string(),
  /** The moment whose state it has. */
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  /** The migrations that each schema had, in the order in which they ran. */
  migrations: z.record(z.enum(schemas), z.array(z.string())),
  tables: z.array(tableRule).min(1),
  /** Where the trail's chain ended: place and hash. */
  auditHead: z.object({ seq: z.string(), hash: z.string() }),
});
export type Manifest = z.output<typeof manifestRule>;

const whole = z.number().int().nonnegative();

/** What was written of one table. */
const sumRule = z.object({ rows: whole, bytes: whole, pieces: whole, sha256: z.string() });
export type Sum = z.output<typeof sumRule>;

export const sumsRule = z.object({
  /** By the table's full name. */
  tables: z.record(z.string(), sumRule),
  /** Where each sequence stands, by its full name. */
  sequences: z.record(z.string(), z.object({ value: z.string(), called: z.boolean() })),
});
export type Sums = z.output<typeof sumsRule>;

/** `schema.table`, by which manifest, sums and files name it. */
export const fullName = ({ schema, table }: Pick<TableShape, 'schema' | 'table'>): string =>
  `${schema}.${table}`;

/** The file of a table's nth piece: what `copy … from stdin` takes, in its text format. */
export const pieceName = (table: string, n: number): string =>
  `data/${table}/${String(n).padStart(6, '0')}.copy`;

const PIECE = /^data\/([\w.]+)\/(\d{6,})\.copy$/;

/** @returns the table and the number of a piece; null for a file that is none */
export const pieceOf = (file: string): { table: string; n: number } | null => {
  const [, table, n] = PIECE.exec(file) ?? [];
  return table === undefined ? null : { table, n: Number(n) };
};
