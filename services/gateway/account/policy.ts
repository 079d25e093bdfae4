import type { Ctx } from '../context.ts';
import { inviterOf } from '../web/inviter.ts';

declare module '../context.ts' {
  interface Pages {
    'account/policy': Page & { inviter: Inviter | null };
  }
}

/** GET /politica-de-datos/ */
export const policyPage = async (ctx: Ctx): Promise<void> => {
  const inviter = ctx.state.user === undefined ? await inviterOf(ctx) : null;
  ctx.page('account/policy', { title: 'Política de tratamiento de datos', inviter });
};
