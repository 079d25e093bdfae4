import type { Ctx } from '../context.ts';

/** GET /politica-de-datos/ */
export const policyPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('policy', { title: 'Política de tratamiento de datos' });
