import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { loggedIn } from '../web/session.ts';
import { refreshOwn } from './refresh.ts';

/** A person's own answer: where it is, and asking for a new one. */
export const answerRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/censo/', ...page, loggedIn, backTo('/perfil/#censo'));
  router.get('/refrescar-cedula/', ...page, loggedIn, backTo('/perfil/'));
  router.post('/refrescar-cedula/', ...post, loggedIn, refreshOwn);
  return router;
};
