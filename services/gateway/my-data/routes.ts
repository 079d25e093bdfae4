import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { page } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { myDataPage } from './my-data.ts';

/** What the portal holds about a person, and what they may do with it. */
export const myDataRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/mis-datos/', ...page, loggedIn, myDataPage);
  return router;
};
