import type { Ctx } from '../context.ts';

/** Where to go after login: a path of this portal, or home. Never an address that leads elsewhere. */
export const localPath = (given: unknown): string => {
  if (typeof given !== 'string' || !/^\/(?![/\\])/.test(given)) return '/';
  const base = 'http://portal.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  // `/..//host` resolves to `//host`, which a browser reads as another site.
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
};

/** GET on an address that only takes a form, or is another name of a page: a bookmark must do nothing. */
export const backTo =
  (path: string) =>
  async (ctx: Ctx): Promise<void> =>
    ctx.redirect(path);

/** The answer to a form whose page has an address: whoever goes back or reloads sends nothing again. */
export const seeOther = (ctx: Ctx, path: string): void => {
  ctx.redirect(path);
  ctx.status = 303;
};
