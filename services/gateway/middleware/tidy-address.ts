import type Router from '@koa/router';
import type { Ctx, Extension, Next, State } from '../context.ts';

type Routers = readonly Router<State, Extension>[];

/** What a chat, a mail or a sentence leaves at the end of an address. */
const LEFT_BEHIND = /[\s\p{Cf}.,;:!?)\]}>"'»”’*]+$/u;

/** The path as we would write it: one slash at a time, small letters, nothing behind it. */
const tidied = (path: string): string => {
  const text = safelyDecoded(path)
    .replace(/[/\\]+/g, '/')
    .replace(LEFT_BEHIND, '')
    .toLowerCase();
  return text.replace(/\/index\.(?:html?|php)$/, '/');
};

const safelyDecoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    // No address of ours: it stays as it is, and is answered so.
    return path;
  }
};

/**
 * Leads whoever mistyped an address, or lost its last slash, to the one that is meant. People are sent there with their query;
 * what a form or a program sends is answered at once, because it would not always come again with all that it had. Only addresses
 * that the portal has are led to, so that none can lead to another site.
 */
export const tidyAddress =
  (routers: Routers) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    const meant = isOurs(routers, ctx.method, ctx.path) ? ctx.path : meantBy(routers, ctx);
    if (meant === undefined || meant === ctx.path) return void (await next());
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!isRead || !isPage(meant)) {
      ctx.path = meant;
      return void (await next());
    }
    ctx.status = 301;
    ctx.redirect(`${meant}${ctx.search}`);
  };

const meantBy = (routers: Routers, { path, method }: Ctx): string | undefined => {
  const tidy = tidied(path);
  return [tidy, `${tidy}/`, tidy.replace(/\/$/, '')].find((one) => isOurs(routers, method, one));
};

/** Exactly: the router itself would not mind capitals, nor a slash too many. */
const isOurs = (routers: Routers, method: string, path: string): boolean =>
  path === path.toLowerCase() &&
  !path.includes('//') &&
  routers.some((router) =>
    router
      .match(path, method)
      .pathAndMethod.some((layer) => String(layer.path).endsWith('/') === path.endsWith('/')),
  );

const isPage = (path: string): boolean => !/^\/(?:api|healthz|readyz)(?:\/|$)/.test(path);
