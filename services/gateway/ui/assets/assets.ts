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
/** Where browsers and chats look that read no page. */
const FAVICON = '/favicon.ico';
const FAVICON_KEPT = 'public, max-age=86400';

/** Makes every asset once, at the start, and hashes it; in a bundle, what makes them reads those that came with it. */
export const loadAssets = async (): Promise<Assets> => {
  const { buildAssets } = await import('./build-assets.ts');
  const byPath = new Map<string, Asset>();
  const urls = new Map<string, string>();
  const add = (name: string, contents: string | Uint8Array): void => {
    const plain = Buffer.from(contents);
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10);
    const extension = extname(name);
    const path = `${PREFIX}${name.slice(0, -extension.length)}.${hash}${extension}`;
    urls.set(name, path);
    const type = types[extension] ?? 'application/octet-stream';
    byPath.set(path, { type, plain, isPacked: PACKED.has(extension), packed: new Map() });
  };
  const url = (name: string): string => {
    const found = urls.get(name);
    if (found === undefined) throw new Error(`no asset ${name}`);
    return found;
  };
  for (const [name, contents] of await buildAssets()) add(name, contents);
  // It names others by their addresses, so it is made when these are known.
  add('manifest.webmanifest', manifestOf(url));

  return {
    url,
    async serve(ctx, next) {
      const isFavicon = ctx.path === FAVICON;
      const asset = byPath.get(isFavicon ? url('icon-192.png') : ctx.path);
      if (asset === undefined) return void (await next());
      ctx.set('Cache-Control', isFavicon ? FAVICON_KEPT : 'public, max-age=31536000, immutable');
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
