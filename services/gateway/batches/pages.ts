import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BatchPreview } from '../../../shared/contract/batches.ts';
import { skipReasons } from '../../../shared/contract/census.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import type { NoticeName } from '../ui/notices.ts';
import { textField, ticked } from '../web/form.ts';
import { actorOf } from '../web/session.ts';
import { batchIdOf } from './batch-id.ts';
import { type Choice, choiceOf, pagesOf } from './choice.ts';
import { type BatchCard, presentBatch, presentPreview } from './view.ts';

/** One page of a choice is many rows at once. */
const TIMEOUT = { timeoutMs: 15_000 };

const back = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(`/referidos/?aviso=${notice}`);

/** POST /bulk-refresh/ with `ids`, or with `todos` and a filter; `confirmado` once the person has agreed. */
export const bulkRefresh = async (ctx: Ctx): Promise<void> => {
  const choice = choiceOf(ctx);
  if (choice === null) return back(ctx, 'masiva-sin-elegir');
  if (!ticked(ctx, 'confirmado')) return confirmPage(ctx, choice);
  back(ctx, await addAll(ctx, choice));
};

/** Adds everybody who is meant. @returns how that is told */
const addAll = async (ctx: Ctx, choice: Choice): Promise<NoticeName> => {
  const sending = z.uuid().safeParse(textField(ctx, 'envio'));
  let page = 0;
  let queued = 0;
  let isUnderWay = false;
  for await (const userIds of pagesOf(ctx, choice)) {
    page += 1;
    const submission = sending.success ? { submission: `${sending.data}-${page}` } : {};
    const params = { actor: actorOf(ctx), userIds, ...submission };
    const added = await ctx.call('census.batchAdd', params, TIMEOUT);
    queued += added.queued;
    isUnderWay ||= added.batchId !== null && added.skipped.some(({ reason }) => reason === 'in_progress');
  }
  if (queued > 0) return 'masiva';
  return isUnderWay ? 'masiva-en-curso' : 'masiva-vacia';
};

/** The form of this page is one sending, however often it is sent. */
const confirmPage = async (ctx: Ctx, choice: Choice): Promise<void> => {
  const preview = presentPreview(await previewOf(ctx, choice), new Date());
  ctx.page('bulk-refresh', { title: preview.title, preview, choice, sending: randomUUID() });
};

/** Sums up what each page of the choice would be; the last one knows of all before it. */
const previewOf = async (ctx: Ctx, choice: Choice): Promise<BatchPreview> => {
  const sum: BatchPreview = {
    eligible: 0,
    skipped: { not_allowed: 0, cooldown: 0, in_progress: 0, final: 0 },
    expectedAt: null,
  };
  for await (const userIds of pagesOf(ctx, choice)) {
    const one = await ctx.call(
      'census.batchPreview',
      { actor: actorOf(ctx), userIds, besides: sum.eligible },
      TIMEOUT,
    );
    sum.eligible += one.eligible;
    sum.expectedAt = one.expectedAt;
    for (const reason of skipReasons) sum.skipped[reason] += one.skipped[reason];
  }
  return sum;
};

/** POST /bulk-refresh/cancelar/ with `lote` */
export const cancelBulkRefresh = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.batchCancel', { actor: actorOf(ctx), batchId: batchIdOf(textField(ctx, 'lote')) });
  back(ctx, 'masiva-cancelada');
};

/** The progress of the refresh of many that the person asked for last; null when there is nothing to show. */
export const batchCard = async (ctx: Ctx): Promise<BatchCard | null> => {
  const actor = actorOf(ctx);
  if (!mayReadReferred(actor)) return null;
  const batch = await ctx.call('census.batch', { actor });
  return batch === null ? null : presentBatch(batch, new Date());
};
