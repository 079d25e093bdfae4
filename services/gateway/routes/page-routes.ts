import Router from '@koa/router';
import { refreshOwn, refreshReferral } from '../answer/refresh.ts';
import { TOO_MANY_CHOSEN } from '../batches/choice.ts';
import { leading } from '../batches/leading.ts';
import { bulkRefresh, cancelBulkRefresh } from '../batches/pages.ts';
import type { Extension, State } from '../context.ts';
import { referralPage, referralsPage } from '../referrals/pages.ts';
import { backTo } from '../web/back-to.ts';
import { page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { explainTooLarge } from '../web/too-large.ts';

/** Pages and forms: each route reads as a pipeline. */
export const pageRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/censo/', ...page, loggedIn, backTo('/perfil/#censo'));

  router.get('/refrescar-cedula/', ...page, loggedIn, backTo('/perfil/'));
  router.post('/refrescar-cedula/', ...post, loggedIn, refreshOwn);
  router.get('/refrescar-cedula/:id/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/refrescar-cedula/:id/', ...post, loggedIn, refreshReferral);
  router.get('/referidos/', ...page, loggedIn, referralsPage);
  router.get('/referido/:id/', ...page, loggedIn, referralPage);
  router.get('/bulk-refresh/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/bulk-refresh/', explainTooLarge(TOO_MANY_CHOSEN), ...post, loggedIn, leading, bulkRefresh);
  router.get('/bulk-refresh/cancelar/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/bulk-refresh/cancelar/', ...post, loggedIn, cancelBulkRefresh);

  return router;
};
