import { Readable } from 'node:stream';
import { bogotaDayOf } from '../../../../shared/time/colombia.ts';
import type { Ctx, Page } from '../../context.ts';
import { chaptersOf } from './chapters.ts';
import { writeHtml } from './html.ts';
import { writeJson } from './json.ts';

type TakePage = Page;

declare module '../../context.ts' {
  interface Pages {
    'my-data/take': TakePage;
  }
}

type Format = 'json' | 'html';

const writers = { json: writeJson, html: writeHtml };
const types: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;
const PAGE = 500;

/** GET /mis-datos/descargar/ */
export const takePage = async (ctx: Ctx): Promise<void> =>
  ctx.page('my-data/take', { title: 'Descargar mis datos' });

/**
 * GET /mis-datos/descargar.json and .html, GET /api/v1/me/data: all that is held of who asks, in one file. What fails at
 * once is an answer of its own; what fails later breaks the connection, so that half a file is not taken for a whole.
 */
export const takeFile =
  (format: Format) =>
  async (ctx: Ctx): Promise<void> => {
    const { call } = ctx;
    ctx.type = types[format];
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    if (ctx.method === 'HEAD') {
      ctx.status = 200;
      return;
    }
    const account = await call('accounts.takeOwnData', { format, ip: ctx.ip });
    const history = await call('census.ownHistory', { limit: PAGE });
    const requests = await call('accounts.ownRequests', {});
    const made = new Date();
    ctx.attachment(`mis-datos-${bogotaDayOf(made)}.${format}`);
    ctx.type = types[format];
    ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
    ctx.body = Readable.from(writers[format](chaptersOf(account, history, requests, call), made));
  };
