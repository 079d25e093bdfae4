import type { z } from 'zod';
import { AppError } from '../../../../../shared/errors.ts';
import { damaged, type Entries, openEntries } from './entries.ts';
import {
  FORMAT,
  fullName,
  MANIFEST,
  type Manifest,
  manifestRule,
  pieceOf,
  SUMS,
  type Sums,
  sumsRule,
} from './format.ts';
import { createTally } from './tally.ts';

/** Rows of a table, as COPY takes them. */
interface Piece {
  table: string;
  content: Uint8Array;
}

/** What a backup has, once all of it was read. */
export interface Content extends Sums {
  /** Of the file as it lies on the disk. */
  sha256: string;
}

/** A backup that is open: what it says of itself, and what it has. */
export interface Archive {
  manifest: Manifest;
  /**
   * Every piece, in order; to be gone through once. What it returns is counted, and is what was written.
   *
   * @throws AppError `backup_damaged`, perhaps behind the last piece
   */
  pieces(): AsyncGenerator<Piece, Content>;
  close(): Promise<void>;
}

/**
 * Opens a backup.
 *
 * @param identities age's secret keys
 * @throws AppError `backup_missing`, `backup_unreadable`, `backup_key`, `backup_newer`, `backup_damaged`
 */
export const openArchive = async (path: string, identities: readonly string[]): Promise<Archive> => {
  const entries = await openEntries(path, identities);
  try {
    const first = await entries.next();
    if (first?.name !== MANIFEST) return damaged(new Error('no manifest'));
    const manifest = manifestIn(first.content);
    return { manifest, pieces: () => piecesOf(manifest, entries), close: entries.close };
  } catch (error) {
    await entries.close();
    throw error;
  }
};

async function* piecesOf(manifest: Manifest, entries: Entries): AsyncGenerator<Piece, Content> {
  const next = new Map(manifest.tables.map((table) => [fullName(table), 1]));
  const tally = createTally(manifest.tables);
  for (;;) {
    const entry = await entries.next();
    if (entry === null) return damaged(new Error('no sums'));
    if (entry.name === SUMS) {
      const sums = parsed(sumsRule, entry.content);
      if (JSON.stringify(sums.tables) !== JSON.stringify(tally.end())) damaged(new Error('other sums'));
      if ((await entries.next()) !== null) damaged(new Error('more behind its end'));
      return { ...sums, sha256: entries.sha256() };
    }
    const piece = pieceOf(entry.name);
    if (piece === null || next.get(piece.table) !== piece.n) return damaged(new Error('a file out of place'));
    next.set(piece.table, piece.n + 1);
    tally.add(piece.table, entry.content);
    yield { table: piece.table, content: entry.content };
  }
}

const manifestIn = (content: Uint8Array): Manifest => {
  const { format } = jsonIn(content) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT)
    throw new AppError(
      'backup_newer',
      'Este respaldo lo hizo una versión más nueva del portal: instálela para abrirlo.',
    );
  return parsed(manifestRule, content);
};

const parsed = <R extends z.ZodType>(rule: R, content: Uint8Array): z.output<R> => {
  const result = rule.safeParse(jsonIn(content));
  return result.success ? result.data : damaged(result.error);
};

const jsonIn = (content: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch (error) {
    return damaged(error);
  }
};
