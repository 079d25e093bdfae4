import { authorize } from '../../../../shared/policy/authorize.ts';
import type { Ctx } from '../../context.ts';
import { leaderOf } from '../../filter/leader.ts';
import { actorOf } from '../../web/session.ts';
import { detailOf, filterOf } from './export.ts';
import { presentSheet } from './sheet-view.ts';
import { type ExportRow, walkReferrals } from './walk.ts';

/** More than anybody prints at once; a municipio or a puesto has fewer. */
const SHEET_MOST = 2_000;

/** GET /referidos/planilla/: everybody whom the list finds, on paper, by the place where they vote. */
export const sheetPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  authorize(actor, 'readReferred');
  // A sheet has an order of its own: that of the places.
  const filter = { ...filterOf(ctx), sort: 'municipio' } as const;
  const leader = await leaderOf(ctx, filter.leaderId);
  const { leaderId } = filter;
  await ctx.call('accounts.noteExport', { detail: detailOf('planilla', filter), leaderId, ip: ctx.ip });
  const { call, ip } = ctx;
  const { token = '' } = ctx.state;
  const rows: ExportRow[] = [];
  let isCut = false;
  const { signal } = new AbortController();
  for await (const page of walkReferrals({ call, actor, token, ip, query: filter, signal })) {
    rows.push(...page);
    isCut = rows.length > SHEET_MOST;
    if (isCut) break;
  }
  const told = { filter, leaderName: leader?.nombreCompleto ?? null, isCut, now: new Date() };
  ctx.page('referrals/sheet', presentSheet(rows.slice(0, SHEET_MOST), told));
};
