import type { Ctx } from '../context.ts';
import { presentStatus } from './status-view.ts';

/** GET /estado/ */
export const statusPage = async (ctx: Ctx): Promise<void> => {
  const status = await ctx.call('census.status', {});
  ctx.page('status', { title: 'Estado del servicio', status: presentStatus(status, new Date()) });
};
