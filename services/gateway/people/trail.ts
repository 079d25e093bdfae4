import { z } from 'zod';
import { auditActions } from '../../../shared/contract/audit.ts';
import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { countList } from '../web/limited.ts';
import { cursor, leniently, limit, nextPage } from '../web/query.ts';
import { type ActionOption, actionOptions, presentEntry, type TrailRow } from './trail-view.ts';

/** What may be asked of the trail; `userId` = entries by or about this person. */
const trailRule = z.object({
  userId: z.uuid('Debe ser un identificador.').optional(),
  action: z.enum(auditActions, { error: `Debe ser ${auditActions.join(', ')}.` }).optional(),
  cursor,
});

interface TrailPage extends Page {
  entries: TrailRow[];
  /** Whose entries these are; undefined = everybody's. */
  persona: string | undefined;
  actionOptions: ActionOption[];
  nextUrl: string | null;
  /** Whether this is less than the whole trail. */
  narrowed: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'people/trail': TrailPage;
  }
}

const load = (ctx: Ctx, query: z.output<typeof trailRule> & { limit?: number }) =>
  ctx.call('accounts.auditTrail', { ip: ctx.ip, ...query });

/** GET /admin/auditoria/ ; its address says `persona` for the person */
export const trailPage = async (ctx: Ctx): Promise<void> => {
  await countList(ctx);
  const query = leniently(trailRule, { ...ctx.query, userId: ctx.query.persona });
  const { items, next } = await load(ctx, query);
  const { userId: persona, action, cursor } = query;
  const now = new Date();
  ctx.page('people/trail', {
    title: 'Auditoría',
    entries: items.map((entry) => presentEntry(entry, now)),
    persona,
    actionOptions: actionOptions(action),
    nextUrl: nextPage('/admin/auditoria/', { persona, action }, next),
    narrowed: persona !== undefined || action !== undefined || cursor !== undefined,
  });
};

/** GET /api/v1/admin/audit */
export const apiTrail = async (ctx: Ctx): Promise<void> => {
  const query = parsed(trailRule.extend({ limit }), ctx.query);
  await countList(ctx, query.limit);
  ctx.body = await load(ctx, query);
};
