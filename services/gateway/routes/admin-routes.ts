import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { loggedIn } from '../middleware/session.ts';
import { lookupsPage, pauseLookups, probeLookups, resumeLookups } from '../pages/lookups.ts';
import { formPipelines } from './form-pipelines.ts';

/** Pages for those who run the portal; the services say who may. */
export const adminRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/admin' });
  const { page, post } = formPipelines;

  router.get('/consultas/', ...page, loggedIn, lookupsPage);
  router.post('/consultas/pausar/', ...post, loggedIn, pauseLookups);
  router.post('/consultas/reanudar/', ...post, loggedIn, resumeLookups);
  router.post('/consultas/probar/', ...post, loggedIn, probeLookups);
  return router;
};
