import { createHash } from 'node:crypto';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGzip } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import { createTarPacker } from 'modern-tar';

/** Takes the files of a backup, one after the other. */
export interface Files {
  /** Resolves when there is room for the next one. */
  add(name: string, content: Uint8Array): Promise<void>;
}

/** What was written, as it lies on the disk. */
export interface Written {
  bytes: number;
  sha256: string;
}

/**
 * Writes an archive as it comes: tar, in gzip, in age. Whoever has one of the keys opens it with `age -d | tar xz` as well.
 *
 * @param recipients age's public keys
 * @param fill adds the files
 * @throws what `fill` or the destination throws: then nothing that was written is whole
 */
export const writeArchive = async (
  destination: Writable,
  recipients: readonly string[],
  now: Date,
  fill: (files: Files) => Promise<void>,
): Promise<Written> => {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const { readable, controller } = createTarPacker();
  const packed = createGzip();
  const sealed = await encrypter.encrypt(bytesOf(packed));
  const counted = countBytes();

  const fillIt = async (): Promise<void> => {
    try {
      await fill({
        async add(name, content) {
          const header = { name, size: content.length, mode: 0o600, mtime: now };
          const writer = controller.add(header).getWriter();
          // The end fails as the write did.
          const wrote = Promise.all([writer.write(content), writer.close()]);
          await wrote;
        },
      });
      controller.finalize();
    } catch (error) {
      controller.error(error);
      throw error;
    }
  };
  const ways = await Promise.allSettled([
    fillIt(),
    pipeline(Readable.fromWeb(readable as ReadableStream), packed),
    pipeline(Readable.fromWeb(sealed as ReadableStream), counted.stream, destination),
  ]);
  // One that fails ends the others: the first is why, unless the disk or the pipe is.
  const [filled, , left] = ways;
  if (left.status === 'rejected' && isOfSystem(left.reason)) throw left.reason;
  if (filled.status === 'rejected') throw filled.reason;
  for (const way of ways) if (way.status === 'rejected') throw way.reason;
  return counted.end();
};

const bytesOf = (readable: Readable) => Readable.toWeb(readable) as globalThis.ReadableStream<Uint8Array>;

const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

const countBytes = () => {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, end: (): Written => ({ bytes, sha256: hash.digest('hex') }) };
};
