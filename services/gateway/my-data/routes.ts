import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { beforeFactor, closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { fresh, identified, loggedIn } from '../web/session.ts';
import { apiAsk, apiComplete, apiOwnRequests, askForm, askPage, completeForm } from './ask.ts';
import { apiCorrectReferrer, correctForm, correctPage, referrerForm } from './correct.ts';
import { apiErase, erasedPage, eraseForm, erasePage } from './erase.ts';
import { apiLookups, apiVisits, lookupsPage, visitsPage } from './lists.ts';
import { myDataPage } from './my-data.ts';

/** What the portal holds about a person, and what they may do with it. */
export const myDataRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/mis-datos/', ...page, loggedIn, myDataPage);
  router.get('/mis-datos/visitas/', ...page, loggedIn, visitsPage);
  router.get('/mis-datos/consultas/', ...page, loggedIn, lookupsPage);
  router.get('/mis-datos/solicitar/', ...page, loggedIn, askPage);
  router.post('/mis-datos/solicitar/', ...post, loggedIn, askForm);
  router.get('/mis-datos/solicitar/:requestId/', backTo('/mis-datos/solicitar/'));
  router.post('/mis-datos/solicitar/:requestId/', ...post, loggedIn, completeForm);
  router.get('/mis-datos/corregir/', ...page, loggedIn, correctPage);
  router.post('/mis-datos/corregir/', ...post, loggedIn, correctForm);
  router.get('/mis-datos/corregir/invitacion/', backTo('/mis-datos/corregir/'));
  router.post('/mis-datos/corregir/invitacion/', ...post, loggedIn, referrerForm);

  router.get('/api/v1/me/visits', ...closed, apiVisits);
  router.get('/api/v1/me/lookups', ...closed, apiLookups);
  router.get('/api/v1/me/requests', ...closed, apiOwnRequests);
  router.post('/api/v1/me/requests', ...closed, apiAsk);
  router.post('/api/v1/me/requests/:requestId/completion', ...closed, apiComplete);
  router.post('/api/v1/me/referrer', ...closed, apiCorrectReferrer);
  router.get('/mis-datos/borrar/', ...page, identified, fresh, erasePage);
  router.post('/mis-datos/borrar/', ...post, identified, eraseForm);
  router.get('/cuenta-borrada/', ...page, erasedPage);
  router.delete('/api/v1/me', ...beforeFactor, apiErase);
  return router;
};
