import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Ctx, Next } from '../context.ts';
import { readAskedCookie, readPendingCookie, readRegistrationCookie } from './cookies.ts';
import { type Encoding, encodingFor } from './encoding.ts';

/** Enough for a page that is made anew for each: what the best quality saves costs more time than it is worth. */
const BROTLI = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
};

const [packBrotli, packGzip] = [promisify(brotliCompress), promisify(gzip)];
const compressors: Record<Encoding, (page: Buffer) => Promise<Buffer>> = {
  br: (page) => packBrotli(page, BROTLI),
  gzip: (page) => packGzip(page),
};

/** What is shorter fits into one packet as it is. */
const SHORTEST = 600;

/**
 * Whether somebody else may have chosen what stands in a page beside what is known of whoever is logged in, and learn of
 * that by the length of what is compressed (BREACH): a page to which they were sent, or nobody knows how they came.
 */
const maySteer = (ctx: Ctx): boolean =>
  isKnown(ctx) && !['same-origin', 'none'].includes(ctx.get('Sec-Fetch-Site'));

/** Also on the way to a session: a phone or a cédula may stand on those pages. */
const isKnown = (ctx: Ctx): boolean =>
  (ctx.state.token ?? readRegistrationCookie(ctx) ?? readPendingCookie(ctx) ?? readAskedCookie(ctx)) !==
  undefined;

/** Compresses pages: nothing else, neither streams nor what programs ask for. Assets and files see to themselves. */
export const compressed = async (ctx: Ctx, next: Next): Promise<void> => {
  await next();
  const { body } = ctx;
  if (!Buffer.isBuffer(body) || ctx.type !== 'text/html') return;
  ctx.vary('Accept-Encoding');
  if (body.length < SHORTEST || maySteer(ctx)) return;
  const encoding = encodingFor(ctx);
  if (encoding === null) return;
  ctx.set('Content-Encoding', encoding);
  ctx.body = await compressors[encoding](body);
};
