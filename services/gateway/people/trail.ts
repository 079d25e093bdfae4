import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { countList } from '../web/limited.ts';
import { addressOf, limit, nextPage } from '../web/query.ts';
import { takeTrail } from './trail-export.ts';
import { fileTrail, filterOf, pageTrail, problemsOf, type TrailQuery, trailRule } from './trail-query.ts';
import { type ActionOption, actionOptions, presentEntry, type TrailRow } from './trail-view.ts';

interface TrailPage extends Page {
  entries: TrailRow[];
  /** Whose entries these are; undefined = everybody's. */
  persona: string | undefined;
  asked: { cedula: string; desde: string; hasta: string };
  /** What was not understood, by the field of the form; the entries are without regard to it. */
  problems: Record<string, string>;
  actionOptions: ActionOption[];
  /** Takes away what the filter finds; null where that is not what was asked for. */
  exportUrl: string | null;
  nextUrl: string | null;
  /** Whether this is less than the whole trail. */
  narrowed: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'people/trail': TrailPage;
  }
}

const load = (ctx: Ctx, query: TrailQuery & { limit?: number; visits?: boolean }) =>
  ctx.call('accounts.auditTrail', { ip: ctx.ip, ...filterOf(query) });

const PLACE = '/admin/auditoria/';

/** GET /admin/auditoria/ ; its address says `persona` for the person, `desde` and `hasta` for the days */
export const trailPage = async (ctx: Ctx): Promise<void> => {
  await countList(ctx);
  const query = pageTrail(ctx.query);
  const problems = problemsOf(ctx.query);
  const typed = (field: string, understood = '') =>
    field in problems ? textOf(ctx.query[field]) : understood;
  const { items, next } = await load(ctx, { ...query, visits: true });
  const { userId: persona, cedula, action, from: desde, until: hasta, cursor } = query;
  const asked = { persona, cedula, action, desde, hasta };
  const now = new Date();
  ctx.page('people/trail', {
    title: 'Auditoría',
    entries: items.map((entry) => presentEntry(entry, now)),
    persona,
    asked: { cedula: typed('cedula', cedula), desde: typed('desde', desde), hasta: typed('hasta', hasta) },
    problems,
    actionOptions: actionOptions(action),
    exportUrl: Object.keys(problems).length > 0 ? null : addressOf(`${PLACE}exportar.csv`, asked),
    nextUrl: nextPage(PLACE, asked, next),
    narrowed: [...Object.values(asked), cursor].some((value) => value !== undefined),
  });
};

const textOf = (given: string | string[] | undefined): string => [given].flat()[0] ?? '';

/** GET /admin/auditoria/exportar.csv : what the filter finds, as it was written. */
export const trailFile = async (ctx: Ctx): Promise<void> => takeTrail(ctx, filterOf(fileTrail(ctx.query)));

/** GET /api/v1/admin/audit */
export const apiTrail = async (ctx: Ctx): Promise<void> => {
  const query = parsed(trailRule.extend({ limit }), ctx.query);
  await countList(ctx, query.limit);
  ctx.body = await load(ctx, query);
};
