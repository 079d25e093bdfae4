import Router from '@koa/router';
import { apiLogin, apiLogout, apiMe, apiRegister, apiUpdateMe } from '../account/api.ts';
import { apiOwnCensus, apiRefreshOwn } from '../account/census-api.ts';
import { apiAddToBatch, apiBatch, apiCancelBatch } from '../batches/api.ts';
import { leading } from '../batches/leading.ts';
import type { Extension, State } from '../context.ts';
import { apiEvents } from '../live/events.ts';
import type { StreamHub } from '../live/hub.ts';
import { apiDeadLetters, apiRedrive } from '../lookups/dead-letters-api.ts';
import { apiLookups, apiPause, apiProbe, apiResume } from '../lookups/lookups-api.ts';
import { apiStatus } from '../lookups/status-api.ts';
import { administering } from '../people/administering.ts';
import { apiChangeRole, apiHistory, apiTrail, apiUser, apiUsers } from '../people/api.ts';
import { apiReferrals, apiRefreshMany, apiRefreshReferral } from '../referrals/api.ts';
import { healthz, readyz } from '../web/health.ts';
import { closed, open } from '../web/pipelines.ts';
import { session } from '../web/session.ts';

/** The JSON API. */
export const apiRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/api/v1' });

  router.get('/healthz', healthz);
  router.get('/readyz', readyz);
  router.post('/register', ...open, apiRegister);
  router.post('/login', ...open, apiLogin);
  router.post('/logout', ...open, session, apiLogout(hub));
  router.get('/me', ...closed, apiMe);
  router.patch('/me', ...closed, apiUpdateMe);
  router.get('/status', ...closed, apiStatus);
  router.get('/me/census', ...closed, apiOwnCensus);
  router.post('/me/census/refresh', ...closed, apiRefreshOwn);
  router.get('/referrals', ...closed, apiReferrals);
  router.post('/referrals/refresh', ...closed, leading, apiRefreshMany);
  router.post('/referrals/:id/refresh', ...closed, apiRefreshReferral);
  router.get('/batches/current', ...closed, apiBatch);
  router.post('/batches', ...closed, leading, apiAddToBatch);
  router.post('/batches/:id/cancel', ...closed, apiCancelBatch);
  router.get('/admin/lookups', ...closed, apiLookups);
  router.post('/admin/lookups/pause', ...closed, apiPause);
  router.post('/admin/lookups/resume', ...closed, apiResume);
  router.post('/admin/lookups/probe', ...closed, apiProbe);
  router.get('/admin/dead-letters', ...closed, apiDeadLetters);
  router.post('/admin/dead-letters/redrive', ...closed, apiRedrive);
  router.get('/admin/users', ...closed, administering, apiUsers);
  router.get('/admin/users/:id', ...closed, administering, apiUser);
  router.post('/admin/users/:id/role', ...closed, administering, apiChangeRole);
  router.get('/admin/users/:id/history', ...closed, administering, apiHistory);
  router.get('/admin/audit', ...closed, administering, apiTrail);
  router.get('/events', ...closed, apiEvents(hub));
  return router;
};

/** What orchestrators ask, also at the root. */
export const healthRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  router.get('/healthz', healthz);
  router.get('/readyz', readyz);
  return router;
};
