import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * A request whose body is plain, for a parser. The parser could unpack as well, but stops to listen at its limit, and
 * what breaks after it would end the process.
 *
 * @param limit most bytes, packed and unpacked
 * @throws AppError `unsupported_media_type` (415), `invalid_body` (400), `too_large` (413)
 */
export const unpackBody = async (ctx: Ctx, limit: number): Promise<Ctx> => {
  const encoding = ctx.get('Content-Encoding').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return ctx;
  if (!isKnown(encoding)) throw unsupportedBody();
  const packed = await readUpTo(ctx.req, limit);
  const plain = packed.length === 0 ? packed : await unpack(packed, encoding, limit);
  const { 'content-encoding': _packed, 'content-length': _length, ...headers } = ctx.req.headers;
  return Object.assign(Object.create(ctx) as Ctx, {
    req: Object.assign(Readable.from([plain]), { headers }),
  });
};

const isKnown = (encoding: string): encoding is keyof typeof unpackers => Object.hasOwn(unpackers, encoding);

const readUpTo = async (req: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection is still needed, to say what is wrong.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw tooLargeBody();
  }
  return Buffer.concat(chunks);
};

const unpack = async (packed: Buffer, encoding: keyof typeof unpackers, limit: number): Promise<Buffer> => {
  try {
    return await unpackers[encoding](packed, { maxOutputLength: limit });
  } catch (error) {
    const isLarger = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isLarger ? tooLargeBody(error) : invalidBody(error);
  }
};

export const tooLargeBody = (cause?: unknown): AppError =>
  new AppError('too_large', 'Los datos enviados son demasiado grandes.', { status: 413, cause });

export const unsupportedBody = (cause?: unknown): AppError =>
  new AppError(
    'unsupported_media_type',
    'No podemos leer datos codificados así: envíelos sin comprimir, en UTF-8.',
    { status: 415, cause },
  );

export const invalidBody = (cause?: unknown): AppError =>
  new AppError('invalid_body', 'No pudimos leer los datos enviados. Revíselos e intente de nuevo.', {
    status: 400,
    cause,
  });
