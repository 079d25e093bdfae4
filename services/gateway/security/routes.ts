import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { apiProve, confirmForm, confirmPage } from './confirm.ts';

/** Who sits at the keyboard: showing again that it is still they. */
export const securityRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/confirmar/', ...page, loggedIn, confirmPage);
  router.post('/confirmar/', ...post, loggedIn, confirmForm);

  router.post('/api/v1/me/proof', ...closed, apiProve);
  return router;
};
