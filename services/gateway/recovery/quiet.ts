import type { Ctx, Next } from '../context.ts';

/** Says nothing of these pages to wherever somebody goes from them: one of them had a token in its address. */
export const withoutReferrer = async (ctx: Ctx, next: Next): Promise<void> => {
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cache-Control', 'no-store');
  await next();
};
