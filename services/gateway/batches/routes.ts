import Router from '@koa/router';
import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx, Extension, Next, State } from '../context.ts';
import { LIST } from '../filter/query.ts';
import { explainTooLarge } from '../web/body.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { actorOf, loggedIn } from '../web/session.ts';
import { apiAddToBatch, apiBatch, apiBeginBatch, apiCancel, beginBatch, cancelForm } from './batch.ts';
import { TOO_MANY_CHOSEN } from './choice.ts';

/** Refuses whoever leads nobody, whatever they ask for; the census behind it refuses them too. */
const leading = async (ctx: Ctx, next: Next): Promise<void> => {
  authorize(actorOf(ctx), 'refreshMany');
  await next();
};

/** New answers for many people at once: chosen, confirmed, and cancelled. */
export const batchRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/bulk-refresh/', ...page, loggedIn, backTo(LIST));
  router.post('/bulk-refresh/', explainTooLarge(TOO_MANY_CHOSEN), ...post, loggedIn, leading, beginBatch);
  router.get('/bulk-refresh/cancelar/', ...page, loggedIn, backTo(LIST));
  router.post('/bulk-refresh/cancelar/', ...post, loggedIn, cancelForm);

  router.post('/api/v1/referrals/refresh', ...closed, leading, apiBeginBatch);
  router.get('/api/v1/batches/current', ...closed, apiBatch);
  router.post('/api/v1/batches', ...closed, leading, apiAddToBatch);
  router.post('/api/v1/batches/:id/cancel', ...closed, apiCancel);
  return router;
};
