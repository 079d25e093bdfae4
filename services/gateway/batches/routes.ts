import { randomUUID } from 'node:crypto';
import Router from '@koa/router';
import { z } from 'zod';
import { countSkipped } from '../../../shared/contract/batches.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingBatch } from '../../../shared/policy/missing.ts';
import type { Ctx, Extension, Next, State } from '../context.ts';
import { LIST } from '../filter/query.ts';
import { type NoticeName, withNotice } from '../ui/notices.ts';
import { explainTooLarge } from '../web/body.ts';
import { textField, ticked } from '../web/form.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { actorOf, loggedIn } from '../web/session.ts';
import { choiceOf, chosenIds, TOO_MANY_CHOSEN } from './choice.ts';
import { addChosen, currentBatch, previewOf } from './refresh-many.ts';
import { presentConfirm } from './view.ts';

/** New answers for many people at once: chosen, confirmed, and cancelled. */
export const batchRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/bulk-refresh/', ...page, loggedIn, backTo(LIST));
  router.post('/bulk-refresh/', explainTooLarge(TOO_MANY_CHOSEN), ...post, loggedIn, leading, refreshMany);
  router.get('/bulk-refresh/cancelar/', ...page, loggedIn, backTo(LIST));
  router.post('/bulk-refresh/cancelar/', ...post, loggedIn, cancelForm);

  router.post('/api/v1/referrals/refresh', ...closed, leading, apiRefreshMany);
  router.get('/api/v1/batches/current', ...closed, apiBatch);
  router.post('/api/v1/batches', ...closed, leading, apiAddToBatch);
  router.post('/api/v1/batches/:id/cancel', ...closed, apiCancel);
  return router;
};

/** Refuses whoever leads nobody, whatever they ask for; the census behind it refuses them too. */
const leading = async (ctx: Ctx, next: Next): Promise<void> => {
  authorize(actorOf(ctx), 'refreshMany');
  await next();
};

const back = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(withNotice(LIST, notice));

/** With whom is meant; and `confirmado` once the person has agreed. */
const refreshMany = async (ctx: Ctx): Promise<void> => {
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

/** With `lote`. */
const cancelForm = async (ctx: Ctx): Promise<void> => {
  await cancel(ctx, textField(ctx, 'lote'));
  back(ctx, 'masiva-cancelada');
};

/** With `ids`; everybody who is skipped is named. */
const apiRefreshMany = async (ctx: Ctx): Promise<void> => {
  const { queued, skipped } = await add(ctx);
  ctx.body = { queued, skipped };
  ctx.status = 202;
};

const apiBatch = async (ctx: Ctx): Promise<void> => {
  ctx.body = { batch: await currentBatch(ctx) };
};

/** With `ids`; those who are skipped are counted. */
const apiAddToBatch = async (ctx: Ctx): Promise<void> => {
  const added = await add(ctx);
  ctx.body = { ...added, skipped: countSkipped(added.skipped) };
  ctx.status = 202;
};

const apiCancel = async (ctx: Ctx): Promise<void> => {
  await cancel(ctx, ctx.params.id);
  ctx.status = 204;
};

const add = (ctx: Ctx) => ctx.call('census.batchAdd', { actor: actorOf(ctx), userIds: chosenIds(ctx) });

/** @throws AppError `not_found` (404), also for what is no id: there is no such batch */
const cancel = async (ctx: Ctx, given: unknown): Promise<void> => {
  const batchId = z.uuid().safeParse(given);
  if (!batchId.success) throw missingBatch();
  await ctx.call('census.batchCancel', { actor: actorOf(ctx), batchId: batchId.data });
};
