import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { page } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { summaryPage } from './summary.ts';

/** Somebody's referrals in numbers. */
export const summaryRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/resumen/', ...page, loggedIn, summaryPage);
  return router;
};
