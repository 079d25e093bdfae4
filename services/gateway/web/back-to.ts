import type { Ctx } from '../context.ts';

/** GET on an address that only takes a form, or is another name of a page: a bookmark must do nothing. */
export const backTo =
  (path: string) =>
  async (ctx: Ctx): Promise<void> =>
    ctx.redirect(path);
