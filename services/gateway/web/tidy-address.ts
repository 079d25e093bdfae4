import type { Ctx, Next } from '../context.ts';
import type { RouteIndex } from './route-index.ts';

type Routes = Pick<RouteIndex, 'isOurs'>;

/** No address of ours is longer, whatever a sentence left behind it. */
const LONGEST = 500;
/** What a chat, a mail or a sentence leaves at the end of an address; it begins where nothing of it is before. */
const LEFT_BEHIND = /(?<![\s\p{Cf}.,;:!?)\]}>"'»”’*])[\s\p{Cf}.,;:!?)\]}>"'»”’*]+$/u;

/** The path as we would write it: one slash at a time, small letters, nothing behind it. */
const tidied = (path: string): string =>
  path
    .replace(/[/\\]+/g, '/')
    .replace(LEFT_BEHIND, '')
    .toLowerCase()
    .replace(/\/index\.(?:html?|php)$/, '/');

/**
 * Leads whoever mistyped an address, or lost its last slash, to the one that is meant. People are sent there with
 * their query; what a form or a program sends is answered at once, because it would not always come again with all
 * that it had. Only addresses that the portal has are led to, so that none can lead to another site. Behind
 * `soundAddress`, so that the path can be decoded.
 */
export const tidyAddress =
  (routes: Routes) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    if (ctx.path.length > LONGEST || routes.isOurs(ctx.method, ctx.path)) return void (await next());
    // A chat may have encoded the question mark as well.
    const [path = '', ...asked] = decodeURIComponent(ctx.path).split('?');
    const meant = meantBy(routes, ctx.method, path);
    if (meant === undefined) return void (await next());
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!isRead || !isPage(meant)) {
      ctx.path = meant;
      return void (await next());
    }
    const queries = [...asked, ctx.querystring].filter((query) => query !== '');
    ctx.status = 301;
    ctx.redirect(queries.length === 0 ? meant : `${meant}?${queries.join('&')}`);
  };

const meantBy = (routes: Routes, method: string, path: string): string | undefined => {
  const tidy = tidied(path);
  return [tidy, `${tidy}/`, tidy.replace(/\/$/, '')].find((one) => routes.isOurs(method, one));
};

const isPage = (path: string): boolean => !/^\/(?:api|healthz|readyz)(?:\/|$)/.test(path);
