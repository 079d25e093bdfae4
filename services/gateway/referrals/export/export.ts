import { mayReadReferred } from '../../../../shared/policy/access.ts';
import { authorize } from '../../../../shared/policy/authorize.ts';
import { bogotaDayOf } from '../../../../shared/time/colombia.ts';
import type { Ctx } from '../../context.ts';
import { leaderOf } from '../../filter/leader.ts';
import { allowedQuery, everybodyQuery, type ReferralFilter } from '../../filter/query.ts';
import { actorOf } from '../../web/session.ts';
import { columnsFor } from './columns.ts';
import { type ExportFormat, openExport, typeOf } from './open.ts';
import type { Running } from './running.ts';
import { presentExport } from './view.ts';
import { walkReferrals } from './walk.ts';

/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

/** @throws AppError `forbidden` (403) for who may not take it away; `validation` (400) for what is not understood */
export const filterOf = (ctx: Ctx): ReferralFilter => {
  const actor = actorOf(ctx);
  authorize(actor, 'exportReferred');
  return allowedQuery(actor, everybodyQuery(ctx.query));
};

/** GET /referidos/exportar/ */
export const exportPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const filter = filterOf(ctx);
  const { sort: _, status, ...counted } = filter;
  const leader = await leaderOf(ctx, filter.leaderId);
  const counts = await ctx.call('accounts.referralCounts', counted);
  const total = counts[status] ?? counts.todos - (counts.ocultos ?? 0);
  const leaderName = leader?.nombreCompleto ?? null;
  ctx.page('referrals/export', presentExport(filter, { total, mayRead: mayReadReferred(actor), leaderName }));
};

/** GET /referidos/exportar.csv and .xlsx: everybody whom the query finds, as a file. */
export const exportFile =
  (format: ExportFormat, running: Running) =>
  async (ctx: Ctx): Promise<void> => {
    const filter = filterOf(ctx);
    const actor = actorOf(ctx);
    if (ctx.method === 'HEAD') return describeFile(ctx, format);
    const end = running.begin(actor.id);
    try {
      const file = await sendFile(ctx, format, filter);
      file.once('close', end);
    } catch (error) {
      end();
      throw error;
    }
  };

/** Asked only what it would be: nobody is read. */
const describeFile = (ctx: Ctx, format: ExportFormat): void => {
  ctx.status = 200;
  ctx.type = typeOf[format];
  ctx.set('Cache-Control', 'no-store');
};

const sendFile = async (ctx: Ctx, format: ExportFormat, filter: ReferralFilter) => {
  const actor = actorOf(ctx);
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  const { leaderId } = filter;
  await ctx.call('accounts.noteExport', { detail: detailOf(format, filter), leaderId, ip: ctx.ip });
  const { call, ip } = ctx;
  const { token = '' } = ctx.state;
  const pages = walkReferrals({ call, actor, token, ip, query: filter, signal: gone.signal });
  const file = await openExport(format, columnsFor(mayReadReferred(actor)), pages);
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
  describeFile(ctx, format);
  ctx.attachment(`referidos-${bogotaDayOf(new Date())}.${format}`);
  // Koa joins the two: a failure in the middle breaks the connection, and a broken connection ends the walk.
  ctx.body = file;
  return file;
};

/** What was taken, for the trail. Never what was searched for: whom each page has stands there, and leaves it with them. */
export const detailOf = (
  format: ExportFormat | 'planilla',
  { status, q, sort, municipio }: ReferralFilter,
): string =>
  [
    ...[`formato=${format}`, `estado=${status}`, `orden=${sort}`],
    ...(municipio === undefined ? [] : ['lugar=sí']),
    ...(q === '' ? [] : ['busca=sí']),
  ].join(' ');
