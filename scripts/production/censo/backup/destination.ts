import { createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { AppError } from '../../../../shared/errors.ts';

/** Where a backup goes. */
export interface Destination {
  stream: Writable;
  /** Null: the standard output. */
  path: string | null;
  /** It is whole: from now on it has its name. */
  keep(): Promise<void>;
  /** It is not: nothing of it stays. */
  drop(): Promise<void>;
}

/** Whatever prints: a pipe, a terminal. */
interface Output {
  write(content: Uint8Array): unknown;
}

/** By which a folder of backups is kept in order; others' files are left alone. */
const NAME = /^censo-\d{8}T\d{6}Z\.tar\.gz\.age$/;

const PART = '.parte';

const nameAt = (now: Date): string =>
  `censo-${now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}.tar.gz.age`;

/**
 * Opens what a backup is written to: `-` is the standard output, a folder gets a file named after the moment, and a file is
 * made anew. Until it is whole it has another name.
 *
 * @throws AppError `backup_destination`
 */
export const openDestination = async (out: string, stdout: Output, now: Date): Promise<Destination> => {
  if (out === '-')
    return { stream: throughTo(stdout), path: null, keep: async () => {}, drop: async () => {} };
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const path = resolve(isFolder ? join(out, nameAt(now)) : out);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw refused(`Ya hay un archivo ${path}: escoja otro nombre, o bórrelo.`);
  const partial = join(dirname(path), `.${basename(path)}${PART}`);
  // On the disk before it gets its name.
  const stream = createWriteStream(partial, { mode: 0o600, flush: true });
  await new Promise((open, fail) => {
    stream.once('open', open);
    stream.once('error', (error: NodeJS.ErrnoException) =>
      fail(refused(`No se puede escribir en ${dirname(path)} (${error.code}).`, error)),
    );
  });
  return {
    stream,
    path,
    keep: () => rename(partial, path),
    async drop() {
      stream.destroy();
      await rm(partial, { force: true });
    },
  };
};

/** Waits for whoever reads, as a pipe does. */
const throughTo = (stdout: Output): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      if (stdout.write(chunk) === false && stdout instanceof Writable) stdout.once('drain', () => done());
      else done();
    },
  });

const refused = (message: string, cause?: unknown): AppError =>
  new AppError('backup_destination', message, { cause });

/** Removes all but the newest backups of a folder, and what one that was killed has left. @returns how many backups */
export const pruneFolder = async (folder: string, keep: number): Promise<number> => {
  const names = await readdir(folder);
  const whole = names.filter((name) => NAME.test(name));
  const old = whole.sort().slice(0, -keep);
  const parts = names.filter((name) => name.endsWith(PART) && NAME.test(name.slice(1, -PART.length)));
  for (const name of [...old, ...parts]) await rm(join(folder, name), { force: true });
  return old.length;
};
