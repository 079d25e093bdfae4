import Router from '@koa/router';
import type { Ctx, Extension, State } from '../context.ts';

/** What is about nobody. The longest line that fits counts. */
const OPEN = ['/$', '/?', '/register/', '/politica-de-datos/', '/estado/', '/assets/', '/favicon.ico'];

const TEXT = [
  'User-agent: *',
  ...OPEN.map((path) => `Allow: ${path}`),
  'Disallow: /register/codigo/',
  'Disallow: /',
  '',
].join('\n');

/** GET /robots.txt: searches, and chats that show a link, come no further than a stranger's pages. */
const robotsTxt = async (ctx: Ctx): Promise<void> => {
  ctx.set('Cache-Control', 'public, max-age=3600');
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = TEXT;
};

/** Where those programs look that go over sites. */
export const robotsTxtRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  router.get('/robots.txt', robotsTxt);
  return router;
};
