import { AppError } from '../../../../shared/errors.ts';
import { mayListReferred, mayReadReferred } from '../../../../shared/policy/access.ts';
import type { Ctx } from '../../context.ts';
import { bogotaDayOf } from '../../ui/days.ts';
import { actorOf } from '../../web/session.ts';
import { readEverybody } from '../everybody.ts';
import { referralQueryRule } from '../query.ts';
import { columnsFor } from './columns.ts';
import { maskSearch } from './mask-search.ts';
import { type ExportFormat, openExport, typeOf } from './open.ts';
import type { Running } from './running.ts';
import { presentExport } from './view.ts';
import { type ExportQuery, walkReferrals } from './walk.ts';

/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

const queryOf = (ctx: Ctx): ExportQuery => {
  const actor = actorOf(ctx);
  if (!mayListReferred(actor)) {
    throw new AppError('forbidden', 'Su rol no puede descargar listas de personas.', { status: 403 });
  }
  const { lider, status, q } = readEverybody(ctx.query);
  const { sort } = referralQueryRule.parse(ctx.query);
  // A USER does not see census data, so cannot narrow by them either.
  const narrowed = mayReadReferred(actor) ? status : 'todos';
  return { status: narrowed, q, sort, ...(lider === undefined ? {} : { leaderId: lider }) };
};

/** GET /referidos/exportar/ with the query of the list */
export const exportPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const query = queryOf(ctx);
  const { leaderId, status, q } = query;
  const leader =
    leaderId === undefined
      ? null
      : await ctx.call('accounts.referral', { actor, userId: leaderId, ip: ctx.ip });
  const counts = await ctx.call('accounts.referralCounts', {
    ...{ actor, q },
    ...(leaderId === undefined ? {} : { leaderId }),
  });
  const total = counts[status] ?? counts.todos;
  const mayRead = mayReadReferred(actor);
  ctx.page('export', {
    title: 'Descargar referidos',
    download: presentExport(query, { total, mayRead, leaderName: leader?.nombreCompleto ?? null }),
  });
};

/** GET /referidos/exportar.csv and .xlsx with the query of the list: everybody whom it finds, as a file */
export const exportFile =
  (format: ExportFormat, running: Running) =>
  async (ctx: Ctx): Promise<void> => {
    const query = queryOf(ctx);
    const actor = actorOf(ctx);
    if (ctx.method === 'HEAD') return describeFile(ctx, format);
    const end = running.begin(actor.id);
    try {
      const file = await sendFile(ctx, format, query);
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

const sendFile = async (ctx: Ctx, format: ExportFormat, query: ExportQuery) => {
  const actor = actorOf(ctx);
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  await ctx.call('accounts.noteExport', { actor, detail: detailOf(format, query), ip: ctx.ip });
  const { call, ip } = ctx;
  const { token = '' } = ctx.state;
  const pages = walkReferrals({ call, actor, token, ip, query, signal: gone.signal });
  const file = await openExport(format, columnsFor(mayReadReferred(actor)), pages);
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
  describeFile(ctx, format);
  ctx.attachment(`referidos-${bogotaDayOf(new Date())}.${format}`);
  // Koa joins the two: a failure in the middle breaks the connection, and a broken connection ends the walk.
  ctx.body = file;
  return file;
};

/** What was taken, for the trail; a cédula that was searched for only by its end. */
const detailOf = (format: ExportFormat, { status, q, sort, leaderId }: ExportQuery): string => {
  const parts = { formato: format, estado: status, orden: sort, busca: maskSearch(q), lider: leaderId ?? '' };
  return Object.entries(parts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
};
