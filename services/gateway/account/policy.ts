import type { Ctx, Inviter, Page } from '../context.ts';
import { inviterOf } from '../web/inviter.ts';

interface PolicyPage extends Page {
  inviter: Inviter | null;
}

declare module '../context.ts' {
  interface Pages {
    'account/policy': PolicyPage;
  }
}

/** GET /politica-de-datos/ */
export const policyPage = async (ctx: Ctx): Promise<void> => {
  const inviter = ctx.state.user === undefined ? await inviterOf(ctx) : null;
  ctx.page('account/policy', { title: 'Política de tratamiento de datos', inviter });
};
