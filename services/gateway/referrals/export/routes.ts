import Router from '@koa/router';
import { mayReadReferred } from '../../../../shared/policy/access.ts';
import { authorize } from '../../../../shared/policy/authorize.ts';
import type { Ctx, Extension, State } from '../../context.ts';
import { leaderOf } from '../../filter/leader.ts';
import { allowedQuery, EXPORT, everybodyQuery, type ReferralFilter } from '../../filter/query.ts';
import { bogotaDayOf } from '../../ui/format.ts';
import { page } from '../../web/pipelines.ts';
import { actorOf, loggedIn } from '../../web/session.ts';
import { columnsFor } from './columns.ts';
import { maskSearch } from './mask-search.ts';
import { type ExportFormat, openExport, typeOf } from './open.ts';
import { createRunning, type Running } from './running.ts';
import { presentExport } from './view.ts';
import { walkReferrals } from './walk.ts';

/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

/** A list as a file, by the query of the list: what it will be, and the file itself. */
export const exportRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const running = createRunning();

  router.get(EXPORT, ...page, loggedIn, exportPage);
  router.get('/referidos/exportar.csv', ...page, loggedIn, exportFile('csv', running));
  router.get('/referidos/exportar.xlsx', ...page, loggedIn, exportFile('xlsx', running));
  return router;
};

const filterOf = (ctx: Ctx): ReferralFilter => {
  const actor = actorOf(ctx);
  authorize(actor, 'exportReferred');
  return allowedQuery(actor, everybodyQuery(ctx.query));
};

const exportPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const filter = filterOf(ctx);
  const { sort: _, status, ...counted } = filter;
  const leader = await leaderOf(ctx, filter.leaderId);
  const counts = await ctx.call('accounts.referralCounts', { actor, ...counted });
  const total = counts[status] ?? counts.todos;
  const leaderName = leader?.nombreCompleto ?? null;
  ctx.page('referrals/export', presentExport(filter, { total, mayRead: mayReadReferred(actor), leaderName }));
};

/** Everybody whom the query finds, as a file. */
const exportFile =
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
  await ctx.call('accounts.noteExport', { actor, detail: detailOf(format, filter), ip: ctx.ip });
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

/** What was taken, for the trail; a cédula that was searched for only by its end. */
const detailOf = (format: ExportFormat, { status, q, sort, leaderId }: ReferralFilter): string => {
  const parts = { formato: format, estado: status, orden: sort, busca: maskSearch(q), lider: leaderId ?? '' };
  return Object.entries(parts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
};
