import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { LIST } from '../filter/query.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { loggedIn } from '../web/session.ts';
import { apiList, apiRefresh, detailPage, listPage, refreshForm } from './referrals.ts';

/** Whom a person referred: as a list, and one by one. */
export const referralRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get(LIST, ...page, loggedIn, listPage);
  router.get('/referido/:id/', ...page, loggedIn, detailPage);
  router.get('/refrescar-cedula/:id/', ...page, loggedIn, backTo(LIST));
  router.post('/refrescar-cedula/:id/', ...post, loggedIn, refreshForm);

  router.get('/api/v1/referrals', ...closed, apiList);
  router.post('/api/v1/referrals/:id/refresh', ...closed, apiRefresh);
  return router;
};
