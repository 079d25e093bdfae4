import type { Ctx } from '../context.ts';

/** GET /api/v1/status : is the official page answering, and how long is the wait; without a person in it. */
export const apiStatus = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('census.status', {});
};
