import { z } from 'zod';
import type { BatchPreview, BatchView } from '../../../shared/contract/batches.ts';
import { skipReasons } from '../../../shared/contract/census.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx } from '../context.ts';
import { actorOf } from '../web/session.ts';
import { type Choice, pagesOf } from './choice.ts';

/** One page of a choice is many rows at once. */
const TIMEOUT = { timeoutMs: 15_000 };

/** The refresh of many that the person asked for last; null when there is nothing to show. */
export const currentBatch = (ctx: Ctx): Promise<BatchView | null> =>
  ctx.call('census.batch', { actor: actorOf(ctx) });

/** The same on a page, where only those who lead are shown one. */
export const shownBatch = async (ctx: Ctx): Promise<BatchView | null> =>
  mayReadReferred(actorOf(ctx)) ? currentBatch(ctx) : null;

/** Sums up what each page of the choice would be; the last one knows of all before it. */
export const previewOf = async (ctx: Ctx, choice: Choice): Promise<BatchPreview> => {
  const sum: BatchPreview = {
    eligible: 0,
    skipped: { not_allowed: 0, cooldown: 0, in_progress: 0, final: 0 },
    expectedAt: null,
  };
  for await (const userIds of pagesOf(ctx, choice)) {
    const params = { actor: actorOf(ctx), userIds, besides: sum.eligible };
    const one = await ctx.call('census.batchPreview', params, TIMEOUT);
    sum.eligible += one.eligible;
    sum.expectedAt = one.expectedAt;
    for (const reason of skipReasons) sum.skipped[reason] += one.skipped[reason];
  }
  return sum;
};

/**
 * Adds everybody who is meant to the actor's batch.
 *
 * @param sending what tells a second sending of the same form; nothing when it is no id
 * @returns how many were added, and whether others of them are on their way already
 */
export const addChosen = async (
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
    const params = { actor: actorOf(ctx), userIds, ...submission };
    const { batchId, queued, skipped } = await ctx.call('census.batchAdd', params, TIMEOUT);
    sum.queued += queued;
    sum.isUnderWay ||= batchId !== null && skipped.some(({ reason }) => reason === 'in_progress');
  }
  return sum;
};
