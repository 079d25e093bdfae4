import { createHash } from 'node:crypto';
import { fullName, type Sum, type TableShape } from './format.ts';

/** Counts what passes of each table, on the way out and on the way in. */
export interface Tally {
  add(table: string, piece: Uint8Array): void;
  /** What has passed; nothing is added any more. */
  end(): Record<string, Sum>;
}

const NEWLINE = 0x0a;

/** In COPY's text format a line is a row: within values a line's end is written `\n`. */
const rowsIn = (piece: Uint8Array): number => {
  let rows = 0;
  for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) rows += 1;
  return rows;
};

export const createTally = (tables: readonly TableShape[]): Tally => {
  const counts = new Map(
    tables.map((table) => [fullName(table), { rows: 0, bytes: 0, pieces: 0, hash: createHash('sha256') }]),
  );
  return {
    add(table, piece) {
      const count = counts.get(table);
      if (count === undefined) throw new Error(`${table} is not in the manifest`);
      count.rows += rowsIn(piece);
      count.bytes += piece.length;
      count.pieces += 1;
      count.hash.update(piece);
    },
    end: () =>
      Object.fromEntries(
        [...counts].map(([table, { hash, ...count }]) => [table, { ...count, sha256: hash.digest('hex') }]),
      ),
  };
};
