import type { BatchPreview } from '../../../shared/contract/batches.ts';
import { skipReasons } from '../../../shared/contract/census.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import { batchIdOf } from '../http/batch-id.ts';
import { textField, ticked } from '../middleware/form.ts';
import { actorOf } from '../middleware/session.ts';
import { type BatchCard, presentBatch, presentPreview } from '../views/batch.ts';
import type { NoticeName } from '../views/notices.ts';
import { type Choice, choiceOf, pagesOf } from './bulk-choice.ts';

/** One page of a choice is many rows at once. */
const TIMEOUT = { timeoutMs: 15_000 };

const back = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(`/referidos/?aviso=${notice}`);

/** POST /bulk-refresh/ with `ids`, or with `todos` and a filter; `confirmado` once the person has agreed. */
export const bulkRefresh = async (ctx: Ctx): Promise<void> => {
  const choice = choiceOf(ctx);
  if (choice === null) return back(ctx, 'masiva-sin-elegir');
  if (!ticked(ctx, 'confirmado')) return confirmPage(ctx, choice);
  let queued = 0;
  for await (const userIds of pagesOf(ctx, choice)) {
    const added = await ctx.call('census.batchAdd', { actor: actorOf(ctx), userIds }, TIMEOUT);
    queued += added.queued;
  }
  back(ctx, queued > 0 ? 'masiva' : 'masiva-vacia');
};

const confirmPage = async (ctx: Ctx, choice: Choice): Promise<void> => {
  const preview = presentPreview(await previewOf(ctx, choice), new Date());
  ctx.page('bulk-refresh', { title: preview.title, preview, choice });
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
