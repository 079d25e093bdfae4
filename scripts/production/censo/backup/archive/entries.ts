import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { Decrypter } from 'age-encryption';
import { createTarDecoder } from 'modern-tar';
import { AppError } from '../../../../../shared/errors.ts';

/** A file of an archive. */
interface Entry {
  name: string;
  content: Uint8Array;
}

/** The files of an archive, one after the other. */
export interface Entries {
  /** @returns null behind the last one, when every byte of the archive has been read and is what was written */
  next(): Promise<Entry | null>;
  /** Of the archive as it lies on the disk; known behind the last file. */
  sha256(): string;
  close(): Promise<void>;
}

/** Larger than any file of ours: rows of one table, a few MiB and the row that ends them. */
const MOST_BYTES = 512 * 1_048_576;

/**
 * Opens an archive: age, in it gzip, in it tar. Nothing is believed that age has not vouched for, 64 KiB at a time.
 *
 * @throws AppError `backup_missing`, `backup_unreadable`, `backup_key`; later `backup_damaged`
 */
export const openEntries = async (path: string, identities: readonly string[]): Promise<Entries> => {
  const stop = new AbortController();
  const { signal } = stop;
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const read = settled(pipeline(createReadStream(path), hashed, { signal }));
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(webOf(hashed)).catch(async (error: unknown) => {
    stop.abort();
    throw unopened(path, error, await read);
  });
  const unzip = createGunzip();
  const unzipped = settled(pipeline(Readable.fromWeb(opened as NodeStream), unzip, { signal }));
  const reader = webOf(unzip)
    .pipeThrough(createTarDecoder({ strict: true }))
    .getReader();

  return {
    async next() {
      const { done, value } = await reader.read().catch(damaged);
      if (!done) return { name: value.header.name, content: await wholeOf(value.body, value.header.size) };
      for (const error of [await read, await unzipped]) if (error !== null) damaged(error);
      return null;
    },
    sha256: () => hash.copy().digest('hex'),
    async close() {
      stop.abort();
      await reader.cancel().catch(() => undefined); // It had failed, and whoever read it was told.
      await Promise.all([read, unzipped]);
    },
  };
};

const webOf = (readable: Readable) => Readable.toWeb(readable) as ReadableStream<Uint8Array>;

/** How it ended, which nobody may be there to hear yet. */
const settled = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

const wholeOf = async (body: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> => {
  if (size > MOST_BYTES) damaged(new Error('a file larger than any of ours'));
  const content = new Uint8Array(size);
  let at = 0;
  try {
    for await (const chunk of body) {
      content.set(chunk, at);
      at += chunk.length;
    }
  } catch (error) {
    damaged(error);
  }
  return at === size ? content : damaged(new Error('a file that is cut off'));
};

const unopened = (path: string, error: unknown, reading: unknown): AppError => {
  const { code } = (reading ?? {}) as { code?: unknown };
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
    return new AppError('backup_missing', `No se pudo leer ${path} (${code}).`, { cause: error });
  if (error instanceof Error && /no identity matched/.test(error.message))
    return new AppError(
      'backup_key',
      'Ninguna de las claves abre este respaldo: dé con --clave la que es pareja de la clave pública con la que se hizo.',
      { cause: error },
    );
  return new AppError(
    'backup_unreadable',
    `${path} no es un respaldo que hizo «censo backup», o le dañaron el comienzo.`,
    { cause: error },
  );
};

/** @throws AppError `backup_damaged` */
export const damaged = (cause: unknown): never => {
  throw new AppError(
    'backup_damaged',
    'El respaldo está dañado o incompleto: se cortó, o alguien lo cambió. Use otro; no se restauró nada de este.',
    { cause },
  );
};
