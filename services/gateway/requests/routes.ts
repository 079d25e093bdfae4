import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { administering } from '../web/administering.ts';
import { limited } from '../web/limited.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { exportFile } from './export.ts';
import { apiReceive, apiRegister, receiveForm, receivePage, registerPage } from './register.ts';
import {
  answerForm,
  apiAnswer,
  apiComplete,
  apiExtend,
  apiIncomplete,
  completeForm,
  extendForm,
  incompleteForm,
  requestPage,
} from './request.ts';

/** What people ask about their data, until when, and how it was answered: for ADMINs. */
export const requestsRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const one = '/admin/solicitudes/:requestId/';

  router.get('/admin/solicitudes/', ...page, loggedIn, administering, registerPage);
  router.get('/admin/solicitudes/nueva/', ...page, loggedIn, administering, receivePage);
  router.post('/admin/solicitudes/nueva/', ...post, loggedIn, administering, receiveForm);
  router.get(
    '/admin/solicitudes/exportar.csv',
    ...[...page, loggedIn, administering, limited('export'), exportFile],
  );
  router.get(one, ...page, loggedIn, administering, requestPage);
  router.post(`${one}responder/`, ...post, loggedIn, administering, answerForm);
  router.post(`${one}prorrogar/`, ...post, loggedIn, administering, extendForm);
  router.post(`${one}incompleta/`, ...post, loggedIn, administering, incompleteForm);
  router.post(`${one}completar/`, ...post, loggedIn, administering, completeForm);

  router.get('/api/v1/admin/requests', ...closed, administering, apiRegister);
  router.post('/api/v1/admin/requests', ...closed, administering, apiReceive);
  router.post('/api/v1/admin/requests/:requestId/answer', ...closed, administering, apiAnswer);
  router.post('/api/v1/admin/requests/:requestId/extension', ...closed, administering, apiExtend);
  router.post('/api/v1/admin/requests/:requestId/incomplete', ...closed, administering, apiIncomplete);
  router.post('/api/v1/admin/requests/:requestId/completion', ...closed, administering, apiComplete);
  return router;
};
