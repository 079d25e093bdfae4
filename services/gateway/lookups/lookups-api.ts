import type { Ctx } from '../context.ts';
import { bodyOf } from '../web/respond.ts';
import { actorOf } from '../web/session.ts';

/** GET /api/v1/admin/lookups */
export const apiLookups = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('census.lookups', { actor: actorOf(ctx) });
};

/** POST /api/v1/admin/lookups/pause {reason} */
export const apiPause = async (ctx: Ctx): Promise<void> => {
  const { reason } = bodyOf(ctx);
  // The contract says what is wrong with a reason that is none.
  await ctx.call('census.pause', { actor: actorOf(ctx), reason: reason as string });
  ctx.status = 204;
};

/** POST /api/v1/admin/lookups/resume */
export const apiResume = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.resume', { actor: actorOf(ctx) });
  ctx.status = 204;
};

/** POST /api/v1/admin/lookups/probe */
export const apiProbe = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.probe', { actor: actorOf(ctx) });
  ctx.status = 204;
};
