import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Ctx, Next } from '../../context.ts';
import { type Encoding, encodingFor } from '../../web/encoding.ts';
import { manifestOf } from './manifest.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
};
/** Compressed as they are. */
const PACKED = new Set(['.png']);

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) };

interface Asset {
  type: string;
  /** What goes with it besides its type. */
  headers: Readonly<Record<string, string>>;
  plain: Buffer;
  isPacked: boolean;
  /** Made when the first browser asks for it, off the main thread. */
  packed: Map<Encoding, Promise<Buffer>>;
}

const packedAs = ({ plain, packed }: Asset, encoding: Encoding): Promise<Buffer> => {
  const made = packed.get(encoding) ?? compressors[encoding](plain);
  packed.set(encoding, made);
  return made;
};

export interface Assets {
  /** The address of an asset, with its content's hash, so that it may be kept forever. */
  url(name: string): string;
  /** Serves `/assets/…`, and `/favicon.ico`. */
  serve(ctx: Ctx, next: Next): Promise<void>;
}

const PREFIX = '/assets/';
const FOREVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };
/** The worker has one address for as long as browsers know it, above all that it sees; it speaks to this portal alone. */
const WORKER = '/sw.js';
const OF_WORKER = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'none'; connect-src 'self'",
};

/** The worker with the picture that its notices show. */
const workerOf = (code: Uint8Array = new Uint8Array(), url: Assets['url']): string =>
  `const ICON=${JSON.stringify(url('icon-192.png'))};${Buffer.from(code)}`;
/** Where browsers and chats look that read no page. */
const FAVICON = '/favicon.ico';
const FAVICON_KEPT = { 'Cache-Control': 'public, max-age=86400' };

/** Makes every asset once, at the start, and hashes it; in a bundle, what makes them reads those that came with it. */
export const loadAssets = async (): Promise<Assets> => {
  const { buildAssets } = await import('./build-assets.ts');
  const byPath = new Map<string, Asset>();
  const urls = new Map<string, string>();
  const put = (path: string, plain: Buffer, headers: Asset['headers']): void => {
    const extension = extname(path);
    const type = types[extension] ?? 'application/octet-stream';
    byPath.set(path, { type, headers, plain, isPacked: PACKED.has(extension), packed: new Map() });
  };
  const add = (name: string, contents: string | Uint8Array): void => {
    const plain = Buffer.from(contents);
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10);
    const extension = extname(name);
    const path = `${PREFIX}${name.slice(0, -extension.length)}.${hash}${extension}`;
    urls.set(name, path);
    put(path, plain, FOREVER);
  };
  const url = (name: string): string => {
    const found = urls.get(name);
    if (found === undefined) throw new Error(`no asset ${name}`);
    return found;
  };
  const built = await buildAssets();
  for (const [name, contents] of built) if (name !== 'sw.js') add(name, contents);
  // These name others by their addresses, so they are made when these are known.
  add('manifest.webmanifest', manifestOf(url));
  put(WORKER, Buffer.from(workerOf(built.get('sw.js'), url)), OF_WORKER);

  return {
    url,
    async serve(ctx, next) {
      const isFavicon = ctx.path === FAVICON;
      const asset = byPath.get(isFavicon ? url('icon-192.png') : ctx.path);
      if (asset === undefined) return void (await next());
      ctx.set(isFavicon ? FAVICON_KEPT : asset.headers);
      ctx.vary('Accept-Encoding');
      ctx.type = asset.type;
      const encoding = asset.isPacked ? null : encodingFor(ctx);
      if (encoding !== null) {
        ctx.set('Content-Encoding', encoding);
        ctx.body = await packedAs(asset, encoding);
      } else ctx.body = asset.plain;
    },
  };
};
