import Router from '@koa/router';
import { apiAddToBatch, apiBatch, apiCancelBatch } from '../batches/api.ts';
import { leading } from '../batches/leading.ts';
import type { Extension, State } from '../context.ts';
import { apiEvents } from '../live/events.ts';
import type { StreamHub } from '../live/hub.ts';
import { apiReferrals, apiRefreshMany, apiRefreshReferral } from '../referrals/api.ts';
import { closed } from '../web/pipelines.ts';

/** The JSON API. */
export const apiRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/api/v1' });

  router.get('/referrals', ...closed, apiReferrals);
  router.post('/referrals/refresh', ...closed, leading, apiRefreshMany);
  router.post('/referrals/:id/refresh', ...closed, apiRefreshReferral);
  router.get('/batches/current', ...closed, apiBatch);
  router.post('/batches', ...closed, leading, apiAddToBatch);
  router.post('/batches/:id/cancel', ...closed, apiCancelBatch);
  router.get('/events', ...closed, apiEvents(hub));
  return router;
};
