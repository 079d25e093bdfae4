import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { loggedIn } from '../web/session.ts';
import { keptPage } from './kept.ts';
import { apiPush, apiSubscribe, apiUnsubscribe, offForm, pushPage, removeForm } from './push.ts';

/** What reaches a person while no page of theirs is open: notices, and their ticket without a network. */
export const pushRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/perfil/avisos/', ...page, loggedIn, pushPage);
  router.get('/perfil/avisos/apagar/', ...page, loggedIn, backTo('/perfil/avisos/'));
  router.post('/perfil/avisos/apagar/', ...post, loggedIn, offForm);
  router.post('/perfil/avisos/:browserId/quitar/', ...post, loggedIn, removeForm);
  router.get('/sin-conexion/', ...page, loggedIn, keptPage);

  router.get('/api/v1/me/push', ...closed, apiPush);
  router.post('/api/v1/me/push', ...closed, apiSubscribe);
  router.post('/api/v1/me/push/off', ...closed, apiUnsubscribe);
  return router;
};
