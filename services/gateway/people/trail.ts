import type { Ctx } from '../context.ts';
import { actorOf } from '../web/session.ts';
import { actionOptions, presentEntry } from './audit-view.ts';
import { given, nextPage, trailQueryRule } from './queries.ts';

/** GET /admin/auditoria/ */
export const trailPage = async (ctx: Ctx): Promise<void> => {
  const { cursor, persona, action } = trailQueryRule.parse(ctx.query);
  const { items, next } = await ctx.call('accounts.auditTrail', {
    actor: actorOf(ctx),
    ...given({ userId: persona, action, cursor }),
  });
  const now = new Date();
  ctx.page('trail', {
    title: 'Auditoría',
    entries: items.map((entry) => presentEntry(entry, now)),
    persona,
    actionOptions: actionOptions(action),
    nextUrl: nextPage('/admin/auditoria/', { persona, action }, next),
    narrowed: persona !== undefined || action !== undefined || cursor !== undefined,
  });
};
