import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { beforeFactor, page, post } from '../web/pipelines.ts';
import { fresh, identified, loggedIn } from '../web/session.ts';
import { apiErase, erasedPage, eraseForm, erasePage } from './erase.ts';
import { myDataPage } from './my-data.ts';

/** What the portal holds about a person, and what they may do with it. */
export const myDataRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/mis-datos/', ...page, loggedIn, myDataPage);
  router.get('/mis-datos/borrar/', ...page, identified, fresh, erasePage);
  router.post('/mis-datos/borrar/', ...post, identified, eraseForm);
  router.get('/cuenta-borrada/', ...page, erasedPage);
  router.delete('/api/v1/me', ...beforeFactor, apiErase);
  return router;
};
