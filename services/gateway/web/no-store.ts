import type { Ctx, Next } from '../context.ts';

/** Pages about people are kept by nobody: not by proxies, not by the back button after logout. */
export const noStore = async (ctx: Ctx, next: Next): Promise<void> => {
  ctx.set('Cache-Control', 'no-store');
  await next();
};
