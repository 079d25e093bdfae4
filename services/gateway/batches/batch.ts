import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type BatchPreview, type BatchView, countSkipped } from '../../../shared/contract/batches.ts';
import { skipReasons } from '../../../shared/contract/census.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { missingBatch } from '../../../shared/policy/missing.ts';
import type { Ctx } from '../context.ts';
import { LIST } from '../filter/query.ts';
import { type NoticeName, withNotice } from '../ui/notices.ts';
import { textField, ticked } from '../web/form.ts';
import { actorOf } from '../web/session.ts';
import { type Choice, choiceOf, chosenIds, pagesOf } from './choice.ts';
import { presentConfirm } from './view.ts';

/** One page of a choice is many rows at once. */
const TIMEOUT = { timeoutMs: 15_000 };

/** The refresh of many that the person asked for last; null when there is nothing to show. */
const currentBatch = (ctx: Ctx): Promise<BatchView | null> => ctx.call('census.batch', {});

/** The same on a page, where only those who lead are shown one. */
export const shownBatch = async (ctx: Ctx): Promise<BatchView | null> =>
  mayReadReferred(actorOf(ctx)) ? currentBatch(ctx) : null;

/** Sums up what each page of the choice would be; the last one knows of all before it. */
const previewOf = async (ctx: Ctx, choice: Choice): Promise<BatchPreview> => {
  const sum: BatchPreview = {
    eligible: 0,
    skipped: countSkipped([]),
    expectedAt: null,
  };
  for await (const userIds of pagesOf(ctx, choice)) {
    const params = { userIds, besides: sum.eligible, answered: choice.answered };
    const one = await ctx.call('census.batchPreview', params, TIMEOUT);
    sum.eligible += one.eligible;
    sum.expectedAt = one.expectedAt;
    for (const reason of skipReasons) sum.skipped[reason] += one.skipped[reason] ?? 0;
  }
  return sum;
};

/**
 * Adds everybody who is meant to the actor's batch.
 *
 * @param sending what tells a second sending of the same form; nothing when it is no id
 * @returns how many were added, and whether others of them are on their way already
 */
const addChosen = async (
  ctx: Ctx,
  choice: Choice,
  sending: string,
): Promise<{ queued: number; isUnderWay: boolean }> => {
  const isKnown = z.uuid().safeParse(sending).success;
  const sum = { queued: 0, isUnderWay: false };
  let page = 0;
  for await (const userIds of pagesOf(ctx, choice)) {
    page += 1;
    const submission = isKnown ? { submission: `${sending}-${page}` } : {};
    const params = { userIds, answered: choice.answered, ...submission };
    const { batchId, queued, skipped } = await ctx.call('census.batchAdd', params, TIMEOUT);
    sum.queued += queued;
    sum.isUnderWay ||= batchId !== null && skipped.some(({ reason }) => reason === 'in_progress');
  }
  return sum;
};

const back = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(withNotice(LIST, notice));

/** POST /bulk-refresh/ with whom is meant; and `confirmado` once the person has agreed. */
export const beginBatch = async (ctx: Ctx): Promise<void> => {
  const choice = choiceOf(ctx);
  if (choice === null) return back(ctx, 'masiva-sin-elegir');
  if (!ticked(ctx, 'confirmado')) {
    const preview = await previewOf(ctx, choice);
    // The form of this page is one sending, however often it is sent.
    const sending = randomUUID();
    return ctx.page('batches/confirm', presentConfirm(choice, preview, { sending, now: new Date() }));
  }
  const { queued, isUnderWay } = await addChosen(ctx, choice, textField(ctx, 'envio'));
  if (queued > 0) return back(ctx, 'masiva');
  back(ctx, isUnderWay ? 'masiva-en-curso' : 'masiva-vacia');
};

/** POST /bulk-refresh/cancelar/ with `lote` */
export const cancelForm = async (ctx: Ctx): Promise<void> => {
  await cancel(ctx, textField(ctx, 'lote'));
  back(ctx, 'masiva-cancelada');
};

/** POST /api/v1/referrals/refresh {ids}; everybody who is skipped is named. */
export const apiBeginBatch = async (ctx: Ctx): Promise<void> => {
  const { queued, skipped } = await add(ctx);
  ctx.body = { queued, skipped };
  ctx.status = 202;
};

/** GET /api/v1/batches/current */
export const apiBatch = async (ctx: Ctx): Promise<void> => {
  ctx.body = { batch: await currentBatch(ctx) };
};

/** POST /api/v1/batches {ids}; those who are skipped are counted. */
export const apiAddToBatch = async (ctx: Ctx): Promise<void> => {
  const added = await add(ctx);
  ctx.body = { ...added, skipped: countSkipped(added.skipped) };
  ctx.status = 202;
};

/** POST /api/v1/batches/:id/cancel */
export const apiCancel = async (ctx: Ctx): Promise<void> => {
  await cancel(ctx, ctx.params.id);
  ctx.status = 204;
};

const add = (ctx: Ctx) => ctx.call('census.batchAdd', { userIds: chosenIds(ctx) });

/** @throws AppError `not_found` (404), also for what is no id: there is no such batch */
const cancel = async (ctx: Ctx, given: unknown): Promise<void> => {
  const batchId = z.uuid().safeParse(given);
  if (!batchId.success) throw missingBatch();
  await ctx.call('census.batchCancel', { batchId: batchId.data });
};
